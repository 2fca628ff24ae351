# A match that stands without the parents who were taken back stays, and nobody is told
# source: match rule (kinship feed)
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira,Karel => ok
population-register: record-parents Bram parents=Mira,Karel => ok
school: register i1 child=Sanne => ok
bjaa: register i2 child=Bram => ok match=m1
police: register i3 child=Sanne => ok match=m2
school: inbox => match with=bjaa | match with=police
bjaa: inbox => match with=police
population-register: record-parents Bram parents=Karel => ok
school: match m1 => ok ; bjaa kind=family
population-register: record-parents Bram parents=- => ok
school: match m1 => refused PERMISSION_DENIED NOT_ALLOWED
police: match m2 => ok ; school kind=same_person
school: inbox => retracted own=i1
bjaa: inbox => retracted own=i2
police: inbox => retracted own=i3
nobody-else is told
