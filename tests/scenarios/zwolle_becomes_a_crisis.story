# A ticket of a family that gets into a crisis goes to the 24-hour intervention
# source: Zwolle, 24-hour intervention; hand-over by facts
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-west => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=case => ok handler=school
school: hand-over t1 category=crisis => ok step=1 handler=zwolle-crisis-intervention director=zwolle-crisis-intervention
zwolle-crisis-intervention: inbox => ticket-assigned ticket=t1
