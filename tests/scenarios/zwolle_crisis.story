# In a crisis nobody mediates first: the 24-hour intervention has the ticket at once, with a day for it
# source: Zwolle, 24-hour intervention
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-west => ok
school: open-ticket t1 involvement=i1 track=B obstacle=not_delivered target=mental-health-care category=crisis
  => ok step=1 handler=zwolle-crisis-intervention director=zwolle-crisis-intervention due=2026-03-03
zwolle-crisis-intervention: inbox => ticket-assigned ticket=t1 step=1
zwolle-adviser: inbox => ticket-opened ticket=t1
advance 2 working-days
sweep
zwolle-crisis-intervention: inbox => ticket-overdue ticket=t1
school: inbox => includes ticket-overdue ticket=t1
zwolle-crisis-intervention: escalate t1 => ok step=2 handler=zwolle-adviser due=2026-03-05
zwolle-adviser: escalate t1 => ok step=3 handler=zwolle-managers-steering-group due=2026-03-05
