# Every signal comes to the intake; acute danger goes to the agency, and the 24-hour intervention hears it
# source: Zwolle, intake; 24-hour intervention
# covenant: zwolle-2007
at 2026-03-02 10:00
police: send-signal s1 child=Sanne area=zwolle-noord
  => ok recipient=zwolle-structural-steering-group crisis=no rule=zwolle-concern-intake
zwolle-structural-steering-group: inbox => signal-received signal=s1
housing-corporation: send-signal s2 adult=Karel area=zwolle-zuid => ok recipient=zwolle-structural-steering-group children=no
school: send-signal s3 child=Bram area=zwolle-oost acute=yes => ok recipient=youth-care-agency crisis=yes rule=zwolle-concern-acute
youth-care-agency: inbox => signal-received signal=s3 crisis=yes
zwolle-crisis-intervention: inbox => signal-informed signal=s3
zwolle-adviser: inbox => signal-informed signal=s3
