# The handler may skip a step with a coded reason, which is kept
# source: plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: escalate t1 to-step=3 skip=urgent => ok step=3 handler=portfolio-holder-zeeburg skipped=urgent history=opened+escalated
