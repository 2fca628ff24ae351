# An acknowledged notification can be read again as long as it is kept
# source: promise W4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
school: ack 1 => ok
school: pull after=0 => match seq=1 with=bjaa
