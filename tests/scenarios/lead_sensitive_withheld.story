# A sensitive organisation may lead; the others are not told its name
# source: what a party learns; match.proto
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
shelter: register i2 adult=Mira => ok match=m1
school: inbox => match with=withheld
shelter: agree-lead m1 lead=shelter => ok lead=shelter
school: inbox => lead match=m1 lead=withheld name=-
school: match m1 => ok lead=withheld ; withheld leads=yes
