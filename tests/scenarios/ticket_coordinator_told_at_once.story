# On track B the coordinator of the family's district is told at once, also for MPG2
# source: plan § 3.4 (track B, step 1); plan § 2.4 (hears when a situation escalates)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG2 => ok handler=school director=process-manager-zeeburg
coordinator-zeeburg: inbox => ticket-opened ticket=t1 step=1 handler=school
coordinator-zeeburg: ticket t1 => ok state=open involvement=-
process-manager-zeeburg: inbox => ticket-opened ticket=t1
