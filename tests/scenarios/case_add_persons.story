# Adding a person lets those who now see each other know of each other, once
# source: a human decision links people further (AddPersons)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 parent=Mira => ok
police: register i3 child=Bram parent=Mira => ok ; bjaa kind=same_person
bjaa: inbox => match with=police
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok etag=e1
coordinator-zeeburg: inbox => case-opened
nobody-else is told
coordinator-zeeburg: add-persons c1 person=Mira person=Sanne etag=e1 => ok count=2 etag=e2
coordinator-zeeburg: inbox => case-persons-changed case=c1
school: inbox => any-order match with=bjaa kind=case | match with=police kind=case
bjaa: inbox => match with=school kind=case
police: inbox => match with=school kind=case
nobody-else is told
coordinator-zeeburg: add-persons c1 person=Bram etag=e1 => refused ABORTED ETAG_MISMATCH
coordinator-zeeburg: add-persons c1 person=Bram => ok count=3
coordinator-zeeburg: inbox => case-persons-changed
nobody-else is told
coordinator-zeeburg: add-persons c1 => refused fields persons
