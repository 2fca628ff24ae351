# The adviser, who is informed by all parties, hears at once that a plan is not carried out
# source: thesis § 4.1
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-oost => ok
school: open-ticket t1 involvement=i1 track=B target=housing-corporation-2 category=case => ok handler=school
zwolle-adviser: inbox => ticket-opened ticket=t1 handler=school
zwolle-case-group: inbox => ticket-opened ticket=t1
school: open-ticket t2 involvement=i1 track=A obstacle=no_agreement category=case => ok
zwolle-adviser: inbox => nothing
