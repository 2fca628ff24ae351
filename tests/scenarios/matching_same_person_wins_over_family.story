# Who shares a person and a parent matches on the person
# source: match rule
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira => ok
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok ; school kind=same_person
school: inbox => match with=bjaa kind=same_person
