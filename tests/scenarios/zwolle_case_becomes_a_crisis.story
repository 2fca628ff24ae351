# When a case becomes a crisis, its open ticket goes to the adviser, with its deadline
# source: thesis § 4.1
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-noord => ok
zwolle-case-group: open-case c1 person=Sanne category=case area=zwolle-noord entry-ground=serious-nuisance => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=case => ok handler=school due=2026-03-16
zwolle-case-group: classify c1 category=crisis => ok director=zwolle-adviser
school: ticket t1 => ok step=1 handler=zwolle-adviser due=2026-03-16
zwolle-adviser: inbox => includes ticket-assigned ticket=t1
