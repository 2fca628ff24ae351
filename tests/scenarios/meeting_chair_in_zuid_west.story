# In Zuid-West the process manager chairs the MDO+, elsewhere Bureau Jeugdzorg does
# source: guide § 5.2
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-zuid => ok
youth-care-agency: register i2 child=Bram area=stadsdeel-oost => ok
guide-process-manager-zuid-west: open-case c1 person=Sanne category=MPG3 measure=child_protection area=stadsdeel-zuid => ok
guide-process-manager-oost: open-case c2 person=Bram category=MPG3 measure=child_protection area=stadsdeel-oost => ok
guide-process-manager-zuid-west: manager c1 organisation=youth-care-agency => ok
guide-process-manager-oost: manager c2 organisation=youth-care-agency => ok
guide-process-manager-zuid-west: inbox => includes family-manager
guide-process-manager-oost: inbox => includes family-manager
youth-care-agency: invite c1 code=mdo-plus day=2026-03-16 organisation=youth-care-agency
  => mdo-plus day=2026-03-16 chair=guide-process-manager-zuid-west
guide-process-manager-zuid-west: inbox => plan-chairs case=c1 code=mdo-plus day=2026-03-16
youth-care-agency: invite c2 code=mdo-plus day=2026-03-16 organisation=youth-care-agency
  => mdo-plus day=2026-03-16 chair=youth-care-agency
guide-process-manager-oost: inbox => nothing
