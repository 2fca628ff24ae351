# A ticket of a family that gets into a crisis goes to the adviser, whose work the 24-hour intervention is
# source: thesis § 4.1; hand-over by facts
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-west => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=case => ok handler=school
school: hand-over t1 category=crisis => ok step=1 handler=zwolle-adviser director=zwolle-adviser
zwolle-adviser: inbox => includes ticket-assigned ticket=t1
