# Sequences run from one without a gap, in order
# source: inboxes; promise W1, W2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
police: register i3 child=Sanne => ok
youth-health: register i4 child=Sanne => ok
school: pull after=0 => ok last=3 acknowledged=0 ; match seq=1 with=bjaa | match seq=2 with=police | match seq=3 with=youth-health
school: pull after=1 max=1 => ok last=3 ; match seq=2
school: pull after=3 => ok last=3 ; nothing
