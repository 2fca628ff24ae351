# When a case becomes a crisis, its open ticket goes to the 24-hour intervention, with its deadline
# source: Zwolle, 24-hour intervention
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-noord => ok
zwolle-case-steering-group: open-case c1 person=Sanne category=case area=zwolle-noord => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=case => ok handler=school due=2026-03-16
zwolle-case-steering-group: classify c1 category=crisis => ok director=zwolle-crisis-intervention
school: ticket t1 => ok step=1 handler=zwolle-crisis-intervention due=2026-03-16
zwolle-crisis-intervention: inbox => includes ticket-assigned ticket=t1
