# After another district's coordinator: the portfolio holder there
# source: plan § 3.4 (step 3)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-elsewhere category=MPG1 => ok
school: escalate t1 => ok handler=coordinator-noord
coordinator-noord: escalate t1 => ok step=3 handler=portfolio-holder-noord
