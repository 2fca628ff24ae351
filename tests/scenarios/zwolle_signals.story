# Every signal comes to the structural group; acute danger goes to the agency, and the adviser hears it
# source: thesis § 4.1; thesis § 4.1.1; own reading
# covenant: zwolle-2007
at 2026-03-02 10:00
police: send-signal s1 child=Sanne area=zwolle-noord entry-ground=serious-nuisance
  => ok recipient=zwolle-structural-group crisis=no rule=zwolle-concern-intake
zwolle-structural-group: inbox => signal-received signal=s1
housing-corporation: send-signal s2 adult=Karel area=zwolle-zuid entry-ground=eviction-for-debts own-attempts=mediation,file,help-called-in => ok recipient=zwolle-structural-group children=no
school: send-signal s3 child=Bram area=zwolle-oost acute=yes => ok recipient=youth-care-agency crisis=yes rule=zwolle-concern-acute
youth-care-agency: inbox => signal-received signal=s3 crisis=yes
zwolle-adviser: inbox => signal-informed signal=s3
