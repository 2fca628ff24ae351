# A card must be whole, and of whom it says it is
# source: common.proto (ContactCard, Deputy); registry.proto (UpdateContact, HandOverInvolvement)
at 2026-03-02 10:00
school: register i1 child=Sanne deputy=Piet => refused fields professional.deputy.phone
school: register i1 child=Sanne deputy=-/020 => refused fields professional.deputy.name
school: register i1 child=Sanne deputy="Piet/020 5550178" => ok deputy="Piet/020 5550178"
bjaa: register i2 child=Sanne => ok match=m1 ; school deputy="Piet/020 5550178"
school: inbox => match
school: update-contact - phone="06 1" => refused fields involvement_id
school: update-contact i1 phone=- => refused fields professional.phone
school: update-contact i1 name=- function=repeat:x:121 deputy=Piet => refused fields professional.name professional.function professional.deputy.phone
school: update-contact i1 professional=piet => refused fields professional.professional_id
school: update-contact - all-of=anna professional=piet => refused fields professional.professional_id
school: update-contact - all-of=repeat:x:65 => refused fields all_of_professional
school: give-to-colleague i1 professional=p-school => refused fields professional.professional_id
school: give-to-colleague - all-of=anna professional=anna => refused fields professional.professional_id
school: give-to-colleague - professional=piet => refused fields involvement_id
school: update-contact i1 phone="06 1" request=r1 => ok updated=1
school: update-contact i1 phone="06 2" request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
school: involvement i1 => ok phone="06 1" contact=p-school
bjaa: inbox => contact-updated
