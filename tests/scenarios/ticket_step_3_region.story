# After a process manager: the city region's portfolio holder for youth care
# source: plan § 3.4 (step 3)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG3 => ok
school: escalate t1 => ok handler=process-manager-zeeburg
process-manager-zeeburg: escalate t1 => ok step=3 handler=region-portfolio-holder
