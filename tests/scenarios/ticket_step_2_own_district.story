# Against an organisation that the family's district commissions: the district's coordinator
# source: plan § 3.4 (step 2)
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
bjaa: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok handler=bjaa
coordinator-zeeburg: inbox => ticket-opened ticket=t1
advance 1 day
bjaa: escalate t1 => ok step=2 handler=coordinator-zeeburg director=coordinator-zeeburg due=2026-03-17 history=opened+escalated
coordinator-zeeburg: inbox => includes ticket-assigned ticket=t1 step=2 due=2026-03-17
coordinator-zeeburg: tickets => t1
bjaa: tickets => nothing
bjaa: tickets role=opened => t1 step=2
