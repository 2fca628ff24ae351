# A classification with which the same office directs is told to that office; a ticket that stays
# with its handler keeps quiet
# source: ClassifyCase
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok etag=e1
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
school: inbox => ticket-assigned
coordinator-zeeburg: inbox => case-opened | ticket-opened
coordinator-zeeburg: classify c1 nuisance=yes etag=e1 => ok case=c1 nuisance=yes director=coordinator-zeeburg etag=e2
coordinator-zeeburg: inbox => case-classified case=c1
nobody-else is told
coordinator-zeeburg: ticket t1 => ok nuisance=yes history=opened due=2026-03-16
coordinator-zeeburg: classify c1 nuisance=no etag=e1 => refused ABORTED ETAG_MISMATCH
coordinator-zeeburg: classify c1 nuisance=yes => ok etag=e2
coordinator-zeeburg: inbox => nothing
coordinator-zeeburg: case c1 => ok history=MPG1>MPG1+nuisance
