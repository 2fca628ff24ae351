# Registering the same again shows whom the existing involvement joined, the first time too
# source: same again
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok involved=bjaa already=no
school: register i3 child=Sanne => ok already=yes id=i2 involved=bjaa
school: register i3 child=Sanne => ok already=yes id=i2 involved=bjaa
