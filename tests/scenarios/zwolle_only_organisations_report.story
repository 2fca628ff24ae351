# Offices register nobody: only organisations report
# source: thesis § 4.1
# covenant: zwolle-2007
at 2026-03-02 10:00
zwolle-adviser: register i1 child=Sanne area=zwolle-oost => refused PERMISSION_DENIED any
zwolle-structural-group: register i1 child=Sanne area=zwolle-oost => refused PERMISSION_DENIED any
school: register i1 child=Sanne postcode=8031AB => ok area=zwolle-noord
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-noord entry-ground=serious-nuisance => ok
