# The same parents once more: nobody is told twice
# source: group match
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Bram => ok
population-register: record-parents Sanne parents=Mira => ok
population-register: record-parents Bram parents=Mira => ok
school: inbox => match with=bjaa
bjaa: inbox => match with=school
population-register: record-parents Bram parents=Mira => ok
population-register: record-parents Sanne parents=Mira => ok
nobody-else is told
