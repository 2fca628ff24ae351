# A term that passes is shown to handler, director and opener, once; the ticket stays where it is
# source: plan § 3.4 (overdue raises visibility)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok due=2026-03-16
school: escalate t1 => ok handler=process-manager-zeeburg director=coordinator-zeeburg due=2026-03-16
school: inbox => includes ticket-assigned
coordinator-zeeburg: inbox => includes ticket-opened
process-manager-zeeburg: inbox => ticket-assigned
region-portfolio-holder: inbox => nothing
advance 9 working-days
sweep
nobody-else is told
process-manager-zeeburg: ticket t1 => ok overdue=no
advance 2 working-days
sweep
sweep
school: inbox => ticket-overdue ticket=t1 step=2
coordinator-zeeburg: inbox => ticket-overdue ticket=t1
process-manager-zeeburg: inbox => ticket-overdue ticket=t1
school: ticket t1 => ok overdue=yes step=2 handler=process-manager-zeeburg state=open
advance 10 working-days
sweep
nobody-else is told
