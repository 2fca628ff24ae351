# Two organisations name the same child: the first is told, the second sees it in its answer
# source: match rule; Jw 7.1.2.1
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok involved=nobody match=- earlier=no already=no state=active
bjaa: register i2 child=Sanne => ok involved=school match=m1 own=i2 ; school kind=same_person
school: inbox => match with=bjaa kind=same_person own=i1 match=m1
bjaa: inbox => nothing
