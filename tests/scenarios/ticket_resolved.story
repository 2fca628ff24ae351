# The handler closes it with how the knot was untied; opener and director are told
# source: plan § 3.4; escalation.proto
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG2 => ok
school: escalate t1 => ok handler=coordinator-zeeburg
coordinator-zeeburg: resolve t1 => refused fields resolution
coordinator-zeeburg: resolve t1 how=task_done => ok state=resolved resolution=task_done handler=nobody
school: inbox => includes ticket-resolved ticket=t1
process-manager-zeeburg: inbox => includes ticket-resolved ticket=t1
