# A director takes a family up: everybody involved with one of the persons sees the others
# source: domain of cases (all involvements in one case see each other); plan § 2.4; plan § 2.5
at 2026-03-02 10:00
school: register i1 child=Sanne => ok involved=nobody
bjaa: register i2 parent=Mira => ok involved=nobody
police: register i3 adult=Karel => ok involved=nobody
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok state=open cause=director
  area=zeeburg category=MPG1 nuisance=no measure=none director=coordinator-zeeburg count=2 replayed=no
coordinator-zeeburg: inbox => case-opened case=c1 category=MPG1 director=coordinator-zeeburg
school: inbox => match own=i1 with=bjaa kind=case contact=p-bjaa
bjaa: inbox => match own=i2 with=school kind=case contact=p-school
nobody-else is told
school: involved i1 => bjaa kind=case
bjaa: involved i2 => school kind=case
police: involved i3 => nothing
coordinator-zeeburg: case c1 => ok history=MPG1 tickets=- ; school contact=p-school kind=case | bjaa contact=p-bjaa
