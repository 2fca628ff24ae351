# When one of a group leaves, the others stay matched
# source: group match; ending
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
youth-health: register i2 child=Sanne => ok
bjaa: register i3 child=Sanne => ok match=m1
school: inbox => match | match
youth-health: inbox => match
youth-health: end i2 => ok
school: inbox => party-ended with=youth-health own=i1
bjaa: inbox => party-ended with=youth-health own=i3
school: involved i1 => bjaa
bjaa: involved i3 => school
