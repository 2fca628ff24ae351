# The directorate that is asked answers with a code; the ticket stays with the process manager, and both sides read it
# source: guide § 5.6.4
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3 => ok asked=-
school: escalate t1 to-step=4 skip=urgent
  => ok step=4 handler=guide-process-manager-oost asked=guide-directorate-ggz answer-by=2026-03-09 answer=-
guide-directorate-ggz: inbox => ticket-asked ticket=t1 step=4 handler=guide-process-manager-oost due=2026-03-09
guide-directorate-ggz: tickets role=asked => includes t1 asked=guide-directorate-ggz
# What handles the step stays as it is: nobody decides on a complaint about itself.
guide-directorate-ggz: resolve t1 how=task_done => refused PERMISSION_DENIED NOT_HANDLER
at 2026-03-05 09:00
guide-directorate-ggz: answer-ticket t1 answer=offers_other request=r1
  => ok step=4 state=open handler=guide-process-manager-oost answer=offers_other history=opened+escalated+answered
guide-directorate-ggz: answer-ticket t1 answer=offers_other request=r1 => ok replayed=yes answer=offers_other
guide-directorate-ggz: answer-ticket t1 answer=cannot request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
guide-directorate-ggz: tickets role=asked => nothing
guide-process-manager-oost: inbox => includes ticket-answered ticket=t1
guide-process-manager-oost: ticket t1 => ok answer=offers_other
school: inbox => includes ticket-answered ticket=t1
school: ticket t1 => ok answer=offers_other asked=guide-directorate-ggz
# One answer on a step; what was said is not taken back in silence.
guide-directorate-ggz: answer-ticket t1 answer=carries_out => refused FAILED_PRECONDITION NOT_ASKED
# The last day of the answer passes without a word, since there is one.
at 2026-03-10 08:00
sweep
school: inbox => nothing
# The answer stays with the ticket, for whoever handles it next.
guide-process-manager-oost: escalate t1 => ok step=5 handler=guide-alderman
guide-alderman: ticket t1 => ok answer=offers_other asked=guide-directorate-ggz
