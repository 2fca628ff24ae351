# With a lead appointed only the joiner and the lead owe contact
# source: follow-up, 2.13; [lead] of the covenant
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
youth-health-care: register i2 child=Sanne area=stadsdeel-oost => ok match=m1 lead=nobody owed=yes
youth-care-agency: register i3 child=Sanne area=stadsdeel-oost => ok match=m2 lead=youth-care-agency owed=yes
school: match m1 => ok owed=yes
school: match m2 => ok owed=no
youth-health-care: match m2 => ok owed=no
