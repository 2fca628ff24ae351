# Inside one care region: the coordinator's tickets go to the new district, the process manager's stay
# source: move (open tickets are re-routed, nothing is lost)
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok director=coordinator-zeeburg
school: escalate t1 => ok handler=coordinator-zeeburg due=2026-03-16
advance 1 day
school: move i1 area=oost-watergraafsmeer => ok area=oost-watergraafsmeer
school: ticket t1 => ok handler=coordinator-oost-watergraafsmeer director=coordinator-oost-watergraafsmeer area=oost-watergraafsmeer step=2 due=2026-03-16 state=open
coordinator-zeeburg: inbox => includes moved from=zeeburg to=oost-watergraafsmeer reporter=school | ticket-rerouted ticket=t1
coordinator-oost-watergraafsmeer: inbox => includes moved case=c1 from=zeeburg to=oost-watergraafsmeer | ticket-assigned ticket=t1 due=2026-03-16
coordinator-oost-watergraafsmeer: case c1 => ok area=oost-watergraafsmeer director=coordinator-oost-watergraafsmeer category=MPG1 tickets=t1
coordinator-zeeburg: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
