# Children of one and the same parent match as family
# source: Jw 7.1.2.1; match rule
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira,Karel => ok
population-register: record-parents Bram parents=Mira,Otto => ok
school: register i1 child=Sanne => ok involved=nobody
bjaa: register i2 child=Bram => ok ; school kind=family
school: inbox => match with=bjaa kind=family own=i1
bjaa: involved i2 => school kind=family
nobody-else is told
