# Without a position a subscription begins after what was acknowledged
# source: inbox.proto
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
police: register i3 child=Sanne => ok
school: ack 1 => ok
school: subscribe s1 => ok
school: stream s1 => match seq=2 with=police
