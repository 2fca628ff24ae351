# Who leaves is told to the matched parties, without a contact card, and to nobody else
# source: ending; inboxes (party ended)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
police: register i3 child=Bram => ok
school: inbox => match with=bjaa
school: end i1 reason=no_longer_involved => ok state=archived
bjaa: inbox => party-ended with=school own=i2 contact=- phone=-
bjaa: involved i2 => nothing
nobody-else is told
