# A person who comes back into the case brings everybody together anew
# source: AddPersons, RemovePerson
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 parent=Mira => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok persons=p1,p2
school: inbox => match with=bjaa
coordinator-zeeburg: remove-person c1 person=p2 request=r1 => ok count=1
again
school: inbox => party-ended with=bjaa
coordinator-zeeburg: add-persons c1 person=Mira => ok count=2
school: inbox => match with=bjaa kind=case contact=p-bjaa
coordinator-zeeburg: remove-person c1 person=raw:x => refused fields person_id
bjaa: end i2 => ok
school: inbox => party-ended with=bjaa
school: involved i1 => nothing
coordinator-zeeburg: case c1 => ok ; school
