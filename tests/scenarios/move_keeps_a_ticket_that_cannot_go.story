# A ticket against an organisation that is not party to the new covenant stays where it is
# source: move (nothing is lost)
# covenant: amsterdam-2009 zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: open-ticket t1 involvement=i1 track=B target=debt-counselling category=MPG1 => ok
school: escalate t1 => ok handler=coordinator-zeeburg due=2026-03-16
school: move i1 area=zwolle-oost => ok area=zwolle-oost
school: ticket t1 => ok state=open handler=coordinator-zeeburg area=zeeburg due=2026-03-16 covenant=amsterdam-2009@1
zwolle-structural-group: inbox => includes moved case=c1 to=zwolle-oost
zwolle-structural-group: case c1 => ok area=zwolle-oost tickets=t1
coordinator-zeeburg: resolve t1 how=agreement => ok state=resolved
