# With nuisance: the district chair
# source: plan § 3.4 (step 3)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 nuisance=yes => ok nuisance=yes
school: escalate t1 => ok handler=coordinator-zeeburg
coordinator-zeeburg: escalate t1 => ok step=3 handler=chair-zeeburg
