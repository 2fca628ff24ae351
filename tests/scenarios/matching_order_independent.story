# Whoever comes first: afterwards each knows of the other
# source: group match
at 2026-03-02 10:00
bjaa: register i2 child=Sanne => ok involved=nobody
school: register i1 child=Sanne parent=Mira => ok ; bjaa kind=same_person
bjaa: inbox => match with=school kind=same_person own=i2
school: inbox => nothing
school: involved i1 => bjaa kind=same_person
bjaa: involved i2 => school kind=same_person
