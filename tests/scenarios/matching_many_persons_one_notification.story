# Several persons in common are still one match and one notification
# source: group match
at 2026-03-02 10:00
school: register i1 child=Sanne,Bram parent=Mira => ok
bjaa: register i2 child=Sanne,Bram parent=Mira => ok involved=school
school: inbox => match with=bjaa
