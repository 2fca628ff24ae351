# Parents that the register takes back take the matches with them that came of it
# source: match rule (kinship feed); retention
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira => ok
population-register: record-parents Bram parents=Mira => ok
school: register i1 child=Sanne => ok involved=nobody
bjaa: register i2 child=Bram => ok match=m1 ; school kind=family
school: inbox => match with=bjaa kind=family
population-register: record-parents Bram parents=- => ok
school: match m1 => refused PERMISSION_DENIED NOT_ALLOWED
school: inbox => retracted own=i1
bjaa: inbox => retracted own=i2
school: involved i1 => nothing
bjaa: involved i2 => nothing
nobody-else is told
