# Of a case that a ticket opened, whom its director confirmed stays; before that the director hears who left
# source: own reading
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
coordinator-zeeburg: ticket t1 => ok case=c1
coordinator-zeeburg: case c1 => ok count=2
coordinator-zeeburg: confirm-persons c1 => ok count=2
privacy-officer: register-objection o1 person=Mira => ok
school: decide-objection o1 decision=granted => ok
coordinator-zeeburg: case c1 => ok count=2
school: register i2 child=Bram parent=Karel => ok
school: open-ticket t2 involvement=i2 track=B target=bjaa category=MPG1 => ok
coordinator-zeeburg: ticket t2 => ok case=c2
privacy-officer: register-objection o2 person=Karel => ok
school: decide-objection o2 decision=granted => ok
coordinator-zeeburg: case c2 => ok count=1
coordinator-zeeburg: inbox => includes case-persons-changed case=c2
