# MPG4, another target: its own member comes first again
# source: plan § 3.4 (the mandate of the target's own organisation)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=police category=MPG4 => ok
school: escalate t1 => ok step=2 handler=analysis-member-police
analysis-member-police: escalate t1 => ok step=2 handler=nuisance-outside
nuisance-outside: hand-over t1 target=prosecution => ok step=2 handler=analysis-member-prosecution
