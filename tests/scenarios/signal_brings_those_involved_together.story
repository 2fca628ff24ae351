# Those involved with one family see each other by the case that a signal opens
# source: all involvements in one case see each other
at 2026-03-02 10:00
school: register i1 child=Sanne => ok involved=nobody
bjaa: register i2 parent=Mira => ok involved=nobody
police: send-signal s1 child=Sanne parent=Mira => ok
school: inbox => match with=bjaa kind=case
bjaa: inbox => match with=school kind=case
police: inbox => nothing
