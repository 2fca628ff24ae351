# Facts that point elsewhere hand the ticket over on the same step
# source: plan § 3.4 (hand-over)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: escalate t1 => ok handler=coordinator-zeeburg due=2026-03-16
coordinator-zeeburg: hand-over t1 target=bjaa => ok step=2 handler=process-manager-zeeburg target=bjaa due=2026-03-16
  history=opened+escalated+handed_over
process-manager-zeeburg: inbox => ticket-assigned ticket=t1 step=2
school: inbox => includes ticket-handed-over ticket=t1 step=2 handler=process-manager-zeeburg
coordinator-zeeburg: tickets => nothing
coordinator-zeeburg: ticket t1 => ok handler=process-manager-zeeburg
coordinator-zeeburg: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
