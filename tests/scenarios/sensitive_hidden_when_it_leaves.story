# That a sensitive party left is told without a name
# source: what a party learns; ending
at 2026-03-02 10:00
shelter: register i1 adult=Mira => ok
school: register i2 child=Sanne parent=Mira => ok
shelter: end i1 => ok
school: inbox => party-ended with=withheld own=i2 contact=- organisation=-
