# A sensitive newcomer is announced without a name, and sees the others itself
# source: what a party learns
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
shelter: register i2 adult=Mira => ok match=m1 ; school contact=p-school
school: inbox => match with=withheld contact=- name=- organisation=- office=coordinator-zeeburg match=m1
school: match m1 => ok ; withheld contact=-
school: matches filter=all => m1 with=withheld
shelter: involved i2 => school contact=p-school
