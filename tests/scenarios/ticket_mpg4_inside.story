# MPG4, a care partner without an own member: the process manager inside
# source: plan § 3.4 (MPG4); plan § 2.6
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG4 => ok handler=school director=nuisance-director
school: escalate t1 => ok step=2 handler=nuisance-inside director=nuisance-director
