# Inside one care region the same process manager goes on directing, and is told once
# source: move; plan § 3.4 (the process manager of the care region)
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG3 => ok director=process-manager-zeeburg
school: escalate t1 => ok handler=process-manager-zeeburg
process-manager-zeeburg: inbox => includes ticket-assigned ticket=t1
school: move i1 area=oost-watergraafsmeer => ok
process-manager-zeeburg: inbox => includes moved from=zeeburg to=oost-watergraafsmeer
school: ticket t1 => ok handler=process-manager-zeeburg director=process-manager-zeeburg area=oost-watergraafsmeer
