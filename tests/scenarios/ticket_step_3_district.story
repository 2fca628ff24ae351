# After a coordinator: the district's portfolio holder
# source: plan § 3.4 (step 3)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG2 => ok
school: escalate t1 => ok handler=coordinator-zeeburg
coordinator-zeeburg: escalate t1 => ok step=3 handler=portfolio-holder-zeeburg director=process-manager-zeeburg
portfolio-holder-zeeburg: inbox => ticket-assigned ticket=t1 step=3
