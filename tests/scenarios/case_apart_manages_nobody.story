# What is said about a family goes to everybody involved with it: while the persons are kept apart there
# is no family manager and no plan; a case of one person keeps nobody apart
# source: linking people further than a match is a decision of a director
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
bjaa: register i2 parent=Mira => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
coordinator-zeeburg: ticket t1 => ok case=c1
coordinator-zeeburg: manager c1 organisation=school => refused FAILED_PRECONDITION PERSONS_APART
coordinator-zeeburg: milestone c1 code=local-family-meeting => refused FAILED_PRECONDITION PERSONS_APART
coordinator-zeeburg: add-persons c1 person=Bram => ok count=3 apart=yes
school: withdraw t1 => ok
bjaa: inbox => includes ticket-withdrawn
school: inbox => includes ticket-withdrawn
coordinator-zeeburg: inbox => includes ticket-withdrawn
coordinator-zeeburg: close-case c1 reason=not_needed tickets=first => ok
coordinator-zeeburg: inbox => case-closed
nobody-else is told
coordinator-centrum: confirm-persons c1 => refused PERMISSION_DENIED NOT_ALLOWED
school: confirm-persons c1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: confirm-persons c1 => refused FAILED_PRECONDITION CASE_CLOSED
school: register i3 child=Cees => ok
school: open-ticket t2 involvement=i3 track=A obstacle=no_agreement category=MPG1 => ok
coordinator-zeeburg: ticket t2 => ok case=c2
coordinator-zeeburg: manager c2 organisation=school => ok
debt-zeeburg: register i4 parent=Kim => ok involved=nobody
coordinator-zeeburg: add-persons c2 person=Kim => ok count=2 apart=no
school: involved i3 => debt-zeeburg
