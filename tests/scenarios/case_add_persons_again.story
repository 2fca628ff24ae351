# A repeated request to add persons changes nothing and tells nobody again
# source: idempotency of mutating calls
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 parent=Mira => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: add-persons c1 person=Mira request=r1 => ok count=2 replayed=no
coordinator-zeeburg: add-persons c1 person=Mira request=r1 => ok count=2 replayed=yes
coordinator-zeeburg: add-persons c1 person=Bram request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
coordinator-zeeburg: add-persons c1 person=Mira request=r2 => ok count=2
school: inbox => match with=bjaa
bjaa: inbox => match with=school
coordinator-zeeburg: inbox => case-opened | case-persons-changed
nobody-else is told
