# The guardian or the probation officer manages the family, nobody else
# source: guide ch. 1; plan § 2.7
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: register i2 child=Sanne area=stadsdeel-oost => ok
guide-process-manager-oost: open-case c1 person=Sanne category=MPG3 area=stadsdeel-oost measure=child_protection => ok
guide-process-manager-oost: manager c1 organisation=school => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
guide-process-manager-oost: manager c1 organisation=youth-care-agency => ok organisation=youth-care-agency
