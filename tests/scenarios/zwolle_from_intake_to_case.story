# The structural group takes in, the case-dependent group has the plan: a classification moves it
# source: thesis § 4.1.1
# covenant: zwolle-2007
at 2026-03-02 10:00
social-work: register i1 child=Sanne area=zwolle-noord => ok
school: register i2 child=Sanne area=zwolle-noord => ok
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-noord entry-ground=serious-nuisance
  => ok director=zwolle-structural-group state=open
zwolle-structural-group: classify c1 category=case => ok director=zwolle-case-group
zwolle-case-group: case c1 => ok category=case history=intake>case
zwolle-structural-group: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
school: open-ticket t1 involvement=i2 track=A obstacle=no_agreement category=intake
  => ok category=case director=zwolle-case-group
