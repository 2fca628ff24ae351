# A card that changes, or a colleague who takes over everything, stands on the open signals too
# source: registry.proto (UpdateContact, HandOverInvolvement)
at 2026-03-02 10:00
police: register i1 child=Sanne professional=p-1 phone="06 1" => ok
police: send-signal s1 child=Sanne professional=p-1 phone="06 1" => ok
police: send-signal s2 child=Bram professional=p-2 phone="06 9" => ok
coordinator-zeeburg: signal s1 => ok contact=p-1 phone="06 1"
police: update-contact i1 professional=p-1 phone="06 2" => ok updated=1
coordinator-zeeburg: signal s1 => ok contact=p-1 phone="06 2"
coordinator-zeeburg: signal s2 => ok contact=p-2 phone="06 9"
police: give-to-colleague i1 professional=p-3 => ok given=1
coordinator-zeeburg: signal s1 => ok contact=p-1
police: update-contact - all-of=p-1 professional=p-1 phone="06 3" => ok updated=0
coordinator-zeeburg: signal s1 => ok contact=p-1 phone="06 3"
police: give-to-colleague - all-of=p-1 professional=p-4 phone="06 4" => ok given=0
coordinator-zeeburg: signal s1 => ok contact=p-4 phone="06 4"
police: signal s1 => ok contact=p-4 phone="06 4"
coordinator-zeeburg: answer-signal s1 answer=taken_up => ok
police: update-contact - all-of=p-4 professional=p-4 phone="06 5" => ok updated=0
police: signal s1 => ok contact=p-4 phone="06 4"
