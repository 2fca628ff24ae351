# The parties may agree on another lead than the one that was appointed; the history keeps both
# source: [lead] of the covenant; regie is one at a time
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-oost => ok
school: register i2 child=Sanne area=stadsdeel-oost => ok match=m1 lead=youth-care-agency
school: inbox => lead
youth-care-agency: inbox => match | lead
youth-care-agency: agree-lead m1 lead=school => ok lead=school leads-before=youth-care-agency lead-rule=-
school: inbox => lead match=m1 lead=school
school: match m1 => ok lead=school lead-rule=-
