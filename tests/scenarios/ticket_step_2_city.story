# Against an organisation of the city: the process manager
# source: plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=shelter category=MPG1 => ok
school: escalate t1 => ok step=2 handler=process-manager-zeeburg director=coordinator-zeeburg
