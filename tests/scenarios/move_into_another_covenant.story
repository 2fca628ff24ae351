# A family moves to a town with another covenant: its office takes over, by the category there
# source: move; several covenants served by one broker
# covenant: amsterdam-2009 zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: escalate t1 => ok handler=coordinator-zeeburg covenant=amsterdam-2009@1 due=2026-03-16
coordinator-zeeburg: inbox => includes ticket-assigned ticket=t1 case=c1
advance 1 day
school: move i1 area=zwolle-oost => ok area=zwolle-oost
school: ticket t1 => ok state=open step=2 due=2026-03-16 area=zwolle-oost category=intake covenant=zwolle-2007@1
    fact.former_category=MPG1 handler=zwolle-adviser
coordinator-zeeburg: inbox => includes moved case=c1 from=zeeburg to=zwolle-oost | ticket-rerouted ticket=t1
zwolle-adviser: inbox => ticket-assigned ticket=t1 due=2026-03-16
zwolle-structural-group: inbox => includes moved case=c1 reporter=school from=zeeburg to=zwolle-oost
zwolle-structural-group: case c1 => ok area=zwolle-oost category=intake director=zwolle-structural-group state=open tickets=t1
coordinator-zeeburg: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
zwolle-adviser: escalate t1 => ok step=3
school: involvement i1 => ok area=zwolle-oost state=active
