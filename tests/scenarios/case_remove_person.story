# Whoever leaves the case sees the others no longer, and has no contact card of them any more
# source: removing a person narrows who sees whom (RemovePerson)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 parent=Mira => ok
police: register i3 parent=Mira child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok persons=p1,p2
school: inbox => includes match with=bjaa match=m1 kind=case
bjaa: inbox => includes match with=school kind=case
police: inbox => nothing
coordinator-zeeburg: remove-person c1 person=p2 => ok count=1 persons=p1
coordinator-zeeburg: inbox => case-opened | case-persons-changed
school: inbox => party-ended own=i1 with=bjaa contact=-
bjaa: inbox => party-ended own=i2 with=school contact=-
nobody-else is told
school: involved i1 => police kind=same_person
bjaa: involved i2 => police kind=same_person
police: involved i3 => any-order school | bjaa
school: match m1 => ok owed=no ; bjaa contact=-
mental-health: register i4 parent=Mira => ok ; bjaa kind=same_person | police kind=same_person
school: inbox => nothing
coordinator-zeeburg: case c1 => ok ; school | police
# Another card of one that was taken apart is no business of the other any more.
school: update-contact i1 phone="020 5550177" name="Anna Vries" => ok updated=1
bjaa: inbox => match with=mental-health
coordinator-zeeburg: remove-person c1 person=p2 => refused fields person_id
coordinator-zeeburg: remove-person c1 person=p1 => refused fields person_id
