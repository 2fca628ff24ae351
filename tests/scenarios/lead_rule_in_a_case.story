# Where the covenant appoints who leads, it does so too in a match that a director makes by a case
# source: guide ch. 2; [lead] of the covenant
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-oost => ok
school: register i2 parent=Mira area=stadsdeel-oost => ok involved=nobody
guide-process-manager-oost: open-case c1 person=Sanne person=Mira category=MPG3 measure=child_protection area=stadsdeel-oost => ok
school: inbox => any-order match match=m1 kind=case | lead match=m1 own=i2 lead=youth-care-agency
youth-care-agency: inbox => any-order match match=m1 kind=case | lead match=m1 own=i1 lead=youth-care-agency
school: match m1 => ok lead=youth-care-agency lead-rule=lead-kind-order
# Whoever comes later meets the one who leads already.
youth-health-care: register i3 child=Bram area=stadsdeel-oost => ok involved=nobody
guide-process-manager-oost: add-persons c1 person=Bram => ok
youth-health-care: inbox => any-order match match=m2 kind=case with=youth-care-agency leads=yes | match match=m2 kind=case with=school leads=no
youth-health-care: match m2 => ok lead=youth-care-agency
school: inbox => match kind=case with=youth-health-care
