# Facts that point to another organisation: its own directorate is told, and the process manager keeps the ticket
# source: guide § 5.6.4; plan § 3.4
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3 => ok
school: escalate t1 to-step=4 skip=urgent => ok step=4 handler=guide-process-manager-oost due=2026-03-16
guide-directorate-ggz: inbox => ticket-asked ticket=t1
guide-process-manager-oost: hand-over t1 target=mental-health-care => refused FAILED_PRECONDITION ROUTE_UNCHANGED
at 2026-03-04 10:00
guide-process-manager-oost: hand-over t1 target=social-services
  => ok step=4 handler=guide-process-manager-oost target=social-services asked=guide-directorate-dwi answer-by=2026-03-11 due=2026-03-16
guide-directorate-dwi: inbox => ticket-asked ticket=t1 step=4 handler=guide-process-manager-oost due=2026-03-11
guide-directorate-dwi: answer-ticket t1 answer=carries_out => ok answer=carries_out
# Who was asked before is asked no more.
guide-directorate-ggz: tickets role=asked => nothing
guide-directorate-ggz: answer-ticket t1 answer=cannot => refused FAILED_PRECONDITION NOT_ASKED
