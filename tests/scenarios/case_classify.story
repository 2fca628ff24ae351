# Another classification: history, the case goes to its new director, open tickets are re-routed on
# their step, their terms kept, old and new office told
# source: the category is not absolute or static; a change re-routes open tickets; plan § 2.2 (not absolute); plan § 3.2 (the process manager is brought in)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: escalate t1 => ok step=2 handler=coordinator-zeeburg due=2026-03-16
coordinator-zeeburg: inbox => includes ticket-assigned ticket=t1 case=c1
school: inbox => includes ticket-escalated
advance 3 days
coordinator-zeeburg: classify c1 category=MPG3 measure=child_protection => ok case=- director=process-manager-zeeburg
coordinator-zeeburg: inbox => case-director-changed case=c1 category=MPG3 director=process-manager-zeeburg |
  ticket-rerouted ticket=t1 step=2 handler=process-manager-zeeburg due=2026-03-16
process-manager-zeeburg: inbox => case-director-changed case=c1 director=process-manager-zeeburg |
  ticket-assigned ticket=t1 step=2 due=2026-03-16 case=c1
school: inbox => ticket-rerouted ticket=t1 handler=process-manager-zeeburg
nobody-else is told
process-manager-zeeburg: ticket t1 => ok step=2 category=MPG3 due=2026-03-16 handler=process-manager-zeeburg
  director=process-manager-zeeburg history=opened+escalated+rerouted
process-manager-zeeburg: case c1 => ok history=MPG1>MPG3 measure=child_protection tickets=t1 ; school
coordinator-zeeburg: case c1 => refused PERMISSION_DENIED NOT_ALLOWED alike=gone
coordinator-zeeburg: case c9 => refused PERMISSION_DENIED NOT_ALLOWED alike=gone
coordinator-zeeburg: classify c1 category=MPG1 => refused PERMISSION_DENIED NOT_ALLOWED alike=gone
coordinator-zeeburg: cases => nothing
process-manager-zeeburg: cases => c1
coordinator-zeeburg: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
process-manager-zeeburg: escalate t1 => ok step=3 handler=region-portfolio-holder
