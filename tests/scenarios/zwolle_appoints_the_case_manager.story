# The case-dependent steering group appoints the case manager, from whichever organisation is involved
# source: Zwolle, case-dependent steering group
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-oost => ok
housing-corporation: register i2 child=Sanne area=zwolle-oost => ok
zwolle-structural-steering-group: open-case c1 person=Sanne category=intake area=zwolle-oost => ok
zwolle-case-steering-group: manager c1 organisation=school => refused PERMISSION_DENIED NOT_ALLOWED
zwolle-structural-steering-group: classify c1 category=case => ok director=zwolle-case-steering-group
zwolle-case-steering-group: manager c1 organisation=housing-corporation => ok organisation=housing-corporation
school: inbox => includes family-manager own=i1 organisation=housing-corporation
zwolle-case-steering-group: manager c1 organisation=school => ok organisation=school
zwolle-case-steering-group: case c1 => ok managers=(housing-corporation)>school
