# The case of the first ticket has the opener's persons, and shows nobody to anybody until its director
# says that they belong together
# source: linking people further than a match is a decision of a director; a case opens with the first ticket
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
police: register i2 parent=Mira => ok
school: register i3 child=Sanne parent=Mira => ok ; bjaa | police
bjaa: inbox => match with=school
police: inbox => match with=school
school: open-ticket t1 involvement=i3 track=B target=bjaa category=MPG1 => ok
bjaa: inbox => ticket-opened ticket=t1
school: inbox => ticket-assigned
coordinator-zeeburg: inbox => ticket-opened case=c1
nobody-else is told
bjaa: involved i1 => school
police: involved i2 => school
coordinator-zeeburg: case c1 => ok count=2 apart=yes etag=e1 ; bjaa | police | school
coordinator-zeeburg: confirm-persons c1 etag=e0 => refused ABORTED ETAG_MISMATCH
coordinator-zeeburg: confirm-persons c1 etag=e1 request=r1 => ok apart=no etag=e2
coordinator-zeeburg: inbox => case-persons-confirmed case=c1
bjaa: inbox => match with=police kind=case
police: inbox => match with=bjaa kind=case
nobody-else is told
coordinator-zeeburg: confirm-persons c1 etag=e1 request=r1 => ok apart=no etag=e2 replayed=yes
coordinator-zeeburg: confirm-persons c1 => ok apart=no etag=e2
nobody-else is told
bjaa: involved i1 => any-order school | police
