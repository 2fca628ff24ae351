# Whoever names a shielded person from now on is no longer shown, in matches of before neither
# source: shielded person
at 2026-03-02 10:00
population-register: record-shielding Mira => ok
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1 ; school
school: inbox => match
school: add-members i1 parent=Mira => ok
bjaa: match m1 => ok ; withheld contact=- phone=-
bjaa: involved i2 => withheld
nobody-else is told
