# One newcomer, three who were there: each is told once, the newcomer sees all
# source: group match
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
youth-health: register i2 child=Sanne => ok ; school
debt-zeeburg: register i3 adult=Mira => ok involved=nobody
school: inbox => match with=youth-health
bjaa: register i4 child=Sanne parent=Mira => ok match=m1 ; school | youth-health | debt-zeeburg
school: inbox => match with=bjaa match=m1 own=i1
youth-health: inbox => match with=bjaa match=m1 own=i2
debt-zeeburg: inbox => match with=bjaa match=m1 own=i3
bjaa: inbox => nothing
bjaa: match m1 => ok own=i4 ; school | youth-health | debt-zeeburg
school: match m1 => ok own=i1 ; bjaa
