# A family moves before a meeting: whoever chairs it there hears of it, whoever was invited hears that it stands
# source: guide § 5.2; move
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
guide-process-manager-oost: open-case c1 person=Sanne category=MPG3 measure=child_protection area=stadsdeel-oost => ok
guide-process-manager-oost: invite c1 code=mdo-plus day=2026-03-16 organisation=school
  => mdo-plus day=2026-03-16 chair=youth-care-agency
youth-care-agency: inbox => plan-chairs case=c1
school: inbox => plan-invited code=mdo-plus day=2026-03-16
guide-process-manager-oost: move case:c1 area=stadsdeel-zuid => ok
guide-process-manager-zuid-west: inbox => includes plan-chairs case=c1 code=mdo-plus day=2026-03-16
youth-care-agency: inbox => plan-called-off case=c1 code=mdo-plus day=2026-03-16
school: inbox => plan-invited own=i1 code=mdo-plus day=2026-03-16
guide-process-manager-zuid-west: case c1 => ok planned=mdo-plus:2026-03-16
guide-process-manager-zuid-west: meetings => c1 code=mdo-plus day=2026-03-16 invited=school
youth-care-agency: meetings => ok more=no
