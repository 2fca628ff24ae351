# Nobody of a kind in the order: nobody is appointed, the parties agree
# source: [lead] of the covenant
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
youth-health-care: register i2 child=Sanne area=stadsdeel-oost => ok match=m1 lead=nobody lead-rule=-
school: inbox => match
youth-health-care: inbox => nothing
school: agree-lead m1 lead=youth-health-care => ok lead=youth-health-care lead-rule=-
