# A shared parent is a shared person
# source: match rule
at 2026-03-02 10:00
debt-zeeburg: register i1 adult=Mira => ok involved=nobody
school: register i2 child=Sanne parent=Mira => ok ; debt-zeeburg kind=same_person
debt-zeeburg: inbox => match with=school kind=same_person own=i1
nobody-else is told
