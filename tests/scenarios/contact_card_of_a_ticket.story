# A ticket and a family manager show the card that holds now
# source: escalation.proto (opener_contact); plan.proto (FamilyManagerTerm)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school => ok organisation=school
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
coordinator-zeeburg: inbox => includes ticket-opened
school: update-contact i1 phone="06 1" => ok updated=1
coordinator-zeeburg: ticket t1 => ok phone="06 1"
coordinator-zeeburg: case c1 => ok managers=school
coordinator-zeeburg: inbox => nothing
bjaa: inbox => includes contact-updated phone="06 1"
