# Against an organisation of the city region: the process manager of the family's care region
# source: plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG3 => ok
school: escalate t1 => ok step=2 handler=process-manager-zeeburg director=process-manager-zeeburg
