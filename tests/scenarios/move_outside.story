# Out of every covenant: the director is told where to, as a code; tickets and case stay until it closes them
# source: move (outside: nothing is lost)
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: escalate t1 => ok handler=coordinator-zeeburg due=2026-03-16
coordinator-zeeburg: inbox => includes ticket-assigned ticket=t1
school: move i1 outside=yes municipality=0034 => ok area=zeeburg
coordinator-zeeburg: inbox => moved from=zeeburg to=- municipality=0034 reporter=school case=c1
school: ticket t1 => ok handler=coordinator-zeeburg state=open due=2026-03-16
school: involvement i1 => ok area=zeeburg state=active
coordinator-zeeburg: case c1 => ok state=open area=zeeburg
coordinator-zeeburg: move case:c1 outside=yes => ok area=zeeburg
coordinator-zeeburg: inbox => moved to=- municipality=- reporter=coordinator-zeeburg
school: inbox => ticket-assigned | ticket-escalated
nobody-else is told
