# The same professional registers the same persons again: the existing involvement comes back
# source: same again
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
school: register i2 child=Sanne parent=Mira => ok involved=bjaa already=no
bjaa: inbox => match with=school
school: register i3 child=Sanne parent=Mira => ok already=yes id=i2
nobody-else is told
school: involvements => i2
