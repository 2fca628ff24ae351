# Without acknowledgement nothing goes, however long it takes
# source: inboxes
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
advance 3 years
sweep
school: pull after=0 => includes match seq=1 with=bjaa
