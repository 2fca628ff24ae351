# The parties agree who leads; all of them are told
# source: covenant, words (regie), 2.13
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
youth-health: register i2 child=Sanne => ok
bjaa: register i3 child=Sanne => ok match=m1 lead=nobody
school: inbox => match | match
youth-health: inbox => match
bjaa: agree-lead m1 lead=school => ok lead=school leads-before=-
school: inbox => lead match=m1 own=i1 lead=school
youth-health: inbox => lead match=m1 own=i2 lead=school
bjaa: match m1 => ok lead=school ; school leads=yes | youth-health leads=no
