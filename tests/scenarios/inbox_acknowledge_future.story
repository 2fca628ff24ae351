# What was not yet sent cannot be acknowledged
# source: promise W7
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
school: ack 2 => refused OUT_OF_RANGE POSITION_IN_FUTURE latest=1
school: ack 99 => refused OUT_OF_RANGE POSITION_IN_FUTURE latest=1
bjaa: ack 1 => refused OUT_OF_RANGE POSITION_IN_FUTURE latest=0
school: pull => ok acknowledged=0 ; match
