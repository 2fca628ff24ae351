# In a crisis nobody mediates first: the adviser has the ticket at once, and 24 hours for it
# source: thesis § 4.1; own reading
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-west => ok
school: open-ticket t1 involvement=i1 track=B obstacle=not_delivered target=mental-health-care category=crisis
  => ok step=1 handler=zwolle-adviser director=zwolle-adviser due=2026-03-03 due-at=2026-03-03T10:00
zwolle-adviser: inbox => ticket-assigned ticket=t1 step=1 due=2026-03-03 due-at=2026-03-03T10:00
at 2026-03-03 09:59
sweep
zwolle-adviser: inbox => nothing
at 2026-03-03 10:00
sweep
zwolle-adviser: inbox => ticket-overdue ticket=t1 due-at=2026-03-03T10:00
school: inbox => includes ticket-overdue ticket=t1
zwolle-adviser: ticket t1 => ok overdue=yes due-at=2026-03-03T10:00
zwolle-adviser: escalate t1 => ok step=2 handler=zwolle-adviser due-at=2026-03-04T10:00 overdue=no
# The managers meet by day: their term is in working days.
zwolle-adviser: escalate t1 => ok step=3 handler=zwolle-steering-group due=2026-03-04 due-at=-
zwolle-steering-group: rule t1 item=mental-health-care:deliver_help:2026-03-06 => ok state=ruled due=- due-at=-
