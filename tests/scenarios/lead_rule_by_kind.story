# Where the covenant has an order of kinds, the first kind leads at once; all hear of it, with the reason
# source: guide ch. 2; [lead] of the covenant
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-oost => ok
school: register i2 child=Sanne area=stadsdeel-oost => ok match=m1 lead=youth-care-agency lead-rule=lead-kind-order
youth-care-agency: inbox => match with=school match=m1 | lead match=m1 own=i1 lead=youth-care-agency
school: inbox => lead match=m1 own=i2 lead=youth-care-agency
youth-care-agency: match m1 => ok lead=youth-care-agency lead-rule=lead-kind-order ; school leads=no
youth-health-care: register i3 child=Sanne area=stadsdeel-oost => ok match=m2 lead=youth-care-agency lead-rule=-
youth-care-agency: inbox => match match=m2
school: inbox => match match=m2
nobody-else is told
