# By persons who are added one reaches their parents, and gets the hint of an earlier involvement
# source: match rule; archive
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira => ok
bjaa: register i1 adult=Mira => ok
police: register i2 child=Sanne => ok match=m1
police: end i2 => ok
bjaa: inbox => match | party-ended
school: register i3 child=Bram => ok
school: add-members i3 child=Sanne => ok match=m2 ; bjaa kind=family
school: inbox => earlier own=i3
bjaa: inbox => match with=school kind=family
school: add-members i3 parent=Mira => ok match=-
school: involved i3 => bjaa kind=same_person
nobody-else is told
