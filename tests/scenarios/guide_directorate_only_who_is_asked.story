# Nobody answers who was not asked, or whose step has passed: refused, and nothing changed
# source: guide § 5.6.4
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3 => ok
# The ladder has not come to the directorate yet: it does not even see the ticket.
guide-directorate-ggz: answer-ticket t1 answer=carries_out => refused PERMISSION_DENIED NOT_ALLOWED
school: escalate t1 to-step=4 skip=urgent => ok asked=guide-directorate-ggz
# An organisation has no such call; who sees the ticket and was not asked is told so; a stranger is told nothing.
school: answer-ticket t1 answer=carries_out => refused PERMISSION_DENIED NOT_ALLOWED
guide-process-manager-oost: answer-ticket t1 answer=carries_out => refused FAILED_PRECONDITION NOT_ASKED
guide-directorate-bjaa: answer-ticket t1 answer=carries_out => refused PERMISSION_DENIED NOT_ALLOWED
guide-directorate-ggz: answer-ticket t1 => refused fields answer
guide-directorate-ggz: answer-ticket t1 answer=carries_out etag=old => refused ABORTED ETAG_MISMATCH
guide-process-manager-oost: ticket t1 => ok answer=- history=opened+escalated
guide-process-manager-oost: escalate t1 => ok step=5 answer=-
guide-directorate-ggz: answer-ticket t1 answer=carries_out => refused FAILED_PRECONDITION NOT_ASKED
guide-directorate-ggz: tickets role=asked => nothing
guide-alderman: resolve t1 how=task_done => ok state=resolved
guide-directorate-ggz: answer-ticket t1 answer=carries_out => refused FAILED_PRECONDITION TICKET_CLOSED
at 2026-03-10 08:00
sweep
guide-process-manager-oost: inbox => includes ticket-resolved ticket=t1
