# Nobody can resume after what does not exist
# source: promise W4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
school: pull after=5 => refused OUT_OF_RANGE POSITION_IN_FUTURE latest=1
school: subscribe s1 after=5 => refused OUT_OF_RANGE POSITION_IN_FUTURE latest=1
