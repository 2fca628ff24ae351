# In a crisis nobody mediates first: the adviser has the ticket at once, with a day for it
# source: thesis § 4.1; own reading
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-west => ok
school: open-ticket t1 involvement=i1 track=B obstacle=not_delivered target=mental-health-care category=crisis
  => ok step=1 handler=zwolle-adviser director=zwolle-adviser due=2026-03-03
zwolle-adviser: inbox => ticket-assigned ticket=t1 step=1
advance 2 working-days
sweep
zwolle-adviser: inbox => ticket-overdue ticket=t1
school: inbox => includes ticket-overdue ticket=t1
zwolle-adviser: escalate t1 => ok step=2 handler=zwolle-adviser due=2026-03-05
zwolle-adviser: escalate t1 => ok step=3 handler=zwolle-steering-group due=2026-03-05
