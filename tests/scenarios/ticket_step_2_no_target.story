# Track A against nobody: the director by category
# source: plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: register i2 child=Bram => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: escalate t1 => ok step=2 handler=coordinator-zeeburg
school: open-ticket t2 involvement=i2 track=A obstacle=no_agreement category=MPG3 => ok
school: escalate t2 => ok step=2 handler=process-manager-zeeburg
