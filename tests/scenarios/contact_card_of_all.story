# Another card of all involvements of a professional, of no colleague's and of none that has ended
# source: registry.proto (UpdateContact)
at 2026-03-02 10:00
school: register i1 child=Sanne professional=anna => ok
school: register i2 child=Bram professional=anna => ok
school: register i3 child=Cees professional=piet => ok
school: register i4 child=Dirk professional=anna => ok
school: end i4 => ok
bjaa: register i5 child=Sanne child=Bram child=Cees => ok
school: inbox => match
school: update-contact - all-of=anna professional=anna phone="06 12345678" => ok updated=2 more=no
again
school: involvement i1 => ok phone="06 12345678"
school: involvement i2 => ok phone="06 12345678"
school: involvement i3 => ok phone="020 5550100"
school: involvement i4 => ok phone="020 5550100" state=archived
bjaa: inbox => contact-updated of=school phone="06 12345678" | contact-updated of=school phone="06 12345678"
school: update-contact - all-of=anna professional=anna phone="06 12345678" => ok updated=0
school: update-contact - all-of=nobody professional=nobody phone="06 12345678" => ok updated=0
bjaa: update-contact - all-of=anna professional=anna phone="06 99999999" => ok updated=0
school: involvement i1 => ok phone="06 12345678"
nobody-else is told
