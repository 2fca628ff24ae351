# The family moved: the coordinator of the new district is told at once, also when it does not direct
# source: move; plan § 3.4 (the coordinator of the district is always told at once, also for MPG2-4)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG2 => ok
coordinator-zeeburg: inbox => ticket-opened ticket=t1
school: escalate t1 => ok handler=process-manager-zeeburg
process-manager-zeeburg: hand-over t1 area=noord => ok handler=process-manager-noord
coordinator-noord: inbox => ticket-handed-over ticket=t1
coordinator-noord: ticket t1 => ok area=noord
coordinator-zeeburg: inbox => includes ticket-handed-over ticket=t1
