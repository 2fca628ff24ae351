# The coordinator keeps the overview by the guide too, where the process manager directs every family
# source: plan §§ 2.4, 2.5, 2.8; case.proto (ListDistrictCases)
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-west => ok
guide-process-manager-west: open-case c1 person=Sanne category=MPG3 measure=child_protection area=stadsdeel-west => ok
guide-coordinator-west: inbox => overview-opened case=c1 area=stadsdeel-west category=MPG3 director=guide-process-manager-west
guide-process-manager-west: inbox => case-opened case=c1
guide-process-manager-west: manager c1 organisation=youth-care-agency => ok
guide-coordinator-west: inbox => overview-family-manager case=c1
guide-coordinator-west: district => c1 director=guide-process-manager-west manager=youth-care-agency plan=no tickets=0 contact-overdue=no state=open
guide-coordinator-west: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
guide-coordinator-west: district area=stadsdeel-oost => refused fields area
guide-process-manager-west: district => refused PERMISSION_DENIED NOT_ALLOWED
guide-process-manager-west: cases => c1
guide-coordinator-oost: district => nothing
guide-process-manager-west: move case:c1 area=stadsdeel-oost => ok
guide-coordinator-west: inbox => includes overview-moved-away case=c1 area=stadsdeel-west director=guide-process-manager-west
guide-coordinator-oost: inbox => includes overview-opened case=c1 area=stadsdeel-oost director=guide-process-manager-oost
