# The case-dependent group appoints the case manager, from whichever organisation is involved
# source: thesis § 4.1.1
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-oost => ok
housing-corporation: register i2 child=Sanne area=zwolle-oost => ok
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-oost entry-ground=serious-nuisance => ok
zwolle-case-group: manager c1 organisation=school => refused PERMISSION_DENIED NOT_ALLOWED
zwolle-structural-group: classify c1 category=case => ok director=zwolle-case-group
zwolle-case-group: manager c1 organisation=housing-corporation => ok organisation=housing-corporation
school: inbox => includes family-manager own=i1 organisation=housing-corporation
zwolle-case-group: manager c1 organisation=school => ok organisation=school
zwolle-case-group: case c1 => ok managers=(housing-corporation)>school
