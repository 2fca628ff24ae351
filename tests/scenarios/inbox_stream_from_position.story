# A subscription brings what waits after its position, then what comes
# source: inboxes; promise W4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
police: register i3 child=Sanne => ok
school: subscribe all after=0 => ok
school: stream all => match seq=1 with=bjaa | match seq=2 with=police
school: subscribe late after=1 => ok
school: stream late => match seq=2 with=police
youth-health: register i4 child=Sanne => ok
school: stream all => match seq=3 with=youth-health
school: stream late => match seq=3 with=youth-health
