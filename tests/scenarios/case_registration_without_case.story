# A case brings nobody together who names none of its persons, not by way of parents either
# source: matching is not transitive; linking further is a human decision
at 2026-03-02 10:00
population-register: record-parents Anna parents=Mira => ok
school: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok
bjaa: register i2 child=Anna => ok involved=nobody
police: register i3 parent=Mira => ok ; bjaa kind=family | school kind=case
bjaa: involved i2 => police kind=family
school: involved i1 => police kind=case
