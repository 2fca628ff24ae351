# Everybody in a case knows who leads, because all of them match the lead
# source: all involvements in one case see each other; the lead
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 parent=Mira => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira person=Bram category=MPG1 => ok
police: register i3 child=Bram => ok match=m1 ; school kind=case | bjaa kind=case
school: inbox => match with=bjaa | match with=police match=m1
school: agree-lead m1 lead=bjaa => ok lead=bjaa
police: match m1 => ok lead=bjaa
