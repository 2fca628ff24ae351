# No answer of the directorate in time: the handler, the opener and the one that was asked are told, once, and nothing moves
# source: guide § 5.6.4
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3 => ok
school: escalate t1 to-step=4 skip=urgent => ok answer-by=2026-03-09 answer-late=no due=2026-03-16
guide-directorate-ggz: inbox => ticket-asked ticket=t1
guide-process-manager-oost: inbox => includes ticket-assigned ticket=t1
school: inbox => includes ticket-escalated ticket=t1
at 2026-03-09 20:00
sweep
guide-process-manager-oost: inbox => nothing
at 2026-03-10 08:00
sweep
guide-process-manager-oost: inbox => ticket-unanswered ticket=t1 step=4 handler=guide-process-manager-oost
school: inbox => ticket-unanswered ticket=t1
guide-directorate-ggz: inbox => ticket-unanswered ticket=t1
guide-process-manager-oost: ticket t1
  => ok step=4 handler=guide-process-manager-oost answer-late=yes answer=- overdue=no history=opened+escalated+unanswered
at 2026-03-11 08:00
sweep
guide-process-manager-oost: inbox => nothing
# Late is better than never: it counts, and stays marked as late.
guide-directorate-ggz: answer-ticket t1 answer=carries_out => ok answer=carries_out answer-late=yes
guide-process-manager-oost: inbox => ticket-answered ticket=t1
# The term of the step is another one.
at 2026-03-17 08:00
sweep
guide-process-manager-oost: inbox => ticket-overdue ticket=t1
guide-directorate-ggz: inbox => ticket-answered ticket=t1
