# The 24 hours of a crisis run on at night and in the weekend; a term in working days does not
# source: thesis § 4.1; own reading
# covenant: zwolle-2007
at 2026-03-06 16:30
school: register i1 child=Sanne area=zwolle-west => ok
school: explain track=B step=1 category=crisis area=zwolle-west target=mental-health-care => ok term=24-hours asked=-
school: explain track=B step=1 category=case area=zwolle-west target=mental-health-care => ok term=10-working-days
school: open-ticket t1 involvement=i1 track=B obstacle=not_delivered target=mental-health-care category=crisis
  => ok step=1 handler=zwolle-adviser due=2026-03-07 due-at=2026-03-07T16:30
zwolle-adviser: inbox => includes ticket-assigned ticket=t1 due-at=2026-03-07T16:30
at 2026-03-07 16:30
sweep
zwolle-adviser: inbox => ticket-overdue ticket=t1
school: inbox => includes ticket-overdue ticket=t1
zwolle-adviser: resolve t1 how=task_done => ok state=resolved due=- due-at=-
school: inbox => ticket-resolved ticket=t1 due=- due-at=-
zwolle-adviser: inbox => ticket-resolved ticket=t1 due=- due-at=-
nobody-else is told
