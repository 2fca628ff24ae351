# A and B share a mother, B and C a father: A and C do not match
# source: Jw 7.1.2.1 (one and the same parent); match rule
at 2026-03-02 10:00
population-register: record-parents Anna parents=Mira => ok
population-register: record-parents Bram parents=Mira,Karel => ok
population-register: record-parents Cees parents=Karel => ok
school: register i1 child=Anna => ok involved=nobody
bjaa: register i2 child=Bram => ok ; school kind=family
police: register i3 child=Cees => ok ; bjaa kind=family
school: inbox => match with=bjaa kind=family
bjaa: inbox => match with=police kind=family
school: involved i1 => bjaa
bjaa: involved i2 => school | police
police: involved i3 => bjaa
