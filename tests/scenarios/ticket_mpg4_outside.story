# MPG4, a partner outside care without an own member: the process manager outside
# source: plan § 3.4 (MPG4); plan § 2.6
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=housing category=MPG4 => ok
school: escalate t1 => ok step=2 handler=nuisance-outside
