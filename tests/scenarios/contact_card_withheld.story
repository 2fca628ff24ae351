# Who is shown without a card changes it without anybody hearing of it
# source: sensitive organisations; shielded person
at 2026-03-02 10:00
shelter: register i1 adult=Mira => ok
school: register i2 adult=Mira => ok match=m1 ; withheld
shelter: inbox => match
shelter: update-contact i1 phone="06 1" => ok updated=1
school: inbox => nothing
school: match m1 => ok ; withheld contact=- phone=-
population-register: record-shielding Sanne => ok
school: register i3 child=Sanne => ok
bjaa: register i4 child=Sanne => ok match=m2 ; withheld
school: inbox => match with=withheld
bjaa: update-contact i4 phone="06 2" => ok updated=1
school: inbox => nothing
school: match m2 => ok ; withheld contact=- phone=-
school: update-contact i2 phone="06 3" => ok updated=1
shelter: inbox => contact-updated own=i1 of=school phone="06 3"
