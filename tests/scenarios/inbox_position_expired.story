# Acknowledged and past its time: a clear refusal with the earliest position, never a silent skip
# source: promise W4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
bjaa: end i2 => ok
school: ack 2 => ok acknowledged=2
advance 6 years
sweep
school: pull after=0 => refused OUT_OF_RANGE POSITION_EXPIRED
school: subscribe s1 after=0 => refused OUT_OF_RANGE POSITION_EXPIRED
school: pull after=2 => ok acknowledged=2
