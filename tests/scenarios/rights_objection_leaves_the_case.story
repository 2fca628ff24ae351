# Who is taken out of an involvement by an objection is taken out of the case that only the broker opened
# source: objection
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
coordinator-zeeburg: ticket t1 => ok case=c1
coordinator-zeeburg: case c1 => ok count=2
privacy-officer: register-objection o1 person=Mira => ok
school: decide-objection o1 decision=granted => ok
coordinator-zeeburg: case c1 => ok count=1
