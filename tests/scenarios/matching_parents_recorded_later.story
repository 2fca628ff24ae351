# The register links two children afterwards: both organisations learn of each other, once
# source: match rule; group match (whatever the order)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok involved=nobody
bjaa: register i2 child=Bram => ok involved=nobody
population-register: record-parents Sanne parents=Mira => ok
nobody-else is told
population-register: record-parents Bram parents=Mira => ok
school: inbox => match with=bjaa kind=family own=i1
bjaa: inbox => match with=school kind=family own=i2
school: involved i1 => bjaa kind=family
bjaa: involved i2 => school kind=family
