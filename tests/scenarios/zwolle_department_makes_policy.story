# Structural problems become policy: the department of the municipality sees the counts, and no case
# source: thesis § 4.1.2
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-oost => ok
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-oost entry-ground=serious-nuisance => ok
zwolle-department: report year=2025 quarter=4 => ok
zwolle-department: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
