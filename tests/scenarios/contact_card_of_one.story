# Another card of one involvement is seen at once, in matches of before too; it is no new match
# source: registry.proto (UpdateContact)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: register i2 child=Bram => ok
bjaa: register i3 child=Sanne child=Bram => ok match=m1 ; school phone="020 5550100" | school
police: register i4 child=Bram => ok match=m2
school: inbox => match match=m1 | match match=m2
bjaa: inbox => match match=m2
bjaa: follow-up m1 state=contact_made => ok
school: update-contact i1 phone="020 5550177" name="Anna Vries" deputy="Piet/020 5550178" => ok updated=1 more=no
again
school: involvement i1 => ok name="Anna Vries" phone="020 5550177" deputy="Piet/020 5550178" contact=p-school
school: involvement i2 => ok phone="020 5550100" deputy=-
bjaa: inbox => contact-updated own=i3 match=m1 of=school name="Anna Vries" phone="020 5550177" deputy="Piet/020 5550178"
bjaa: match m1 => ok state=contact_made owed=no ; school phone="020 5550177" | school phone="020 5550100"
bjaa: involved i3 => includes school phone="020 5550177"
school: update-contact i1 phone="020 5550177" name="Anna Vries" deputy="Piet/020 5550178" => ok updated=0
nobody-else is told
restart
bjaa: match m1 => ok ; school phone="020 5550177" deputy="Piet/020 5550178" | school phone="020 5550100"
