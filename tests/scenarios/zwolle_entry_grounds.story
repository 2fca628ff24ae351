# Who reports says on which ground and what was tried itself, as codes of the covenant; the office that directs sees them with the case
# source: thesis § 4.1
# covenant: zwolle-2007
at 2026-03-02 10:00
housing-corporation: send-signal s1 child=Sanne area=zwolle-noord => refused fields entry_ground
housing-corporation: send-signal s1 child=Sanne area=zwolle-noord entry-ground=noise => refused fields entry_ground
housing-corporation: send-signal s1 child=Sanne area=zwolle-noord own-attempts=mediation => refused fields entry_ground
housing-corporation: send-signal s1 child=Sanne area=zwolle-noord entry-ground=deviant-living => refused fields own_attempts
housing-corporation: send-signal s1 child=Sanne area=zwolle-noord entry-ground=deviant-living own-attempts=mediation,file
  => refused fields own_attempts
housing-corporation: send-signal s1 child=Sanne area=zwolle-noord entry-ground=deviant-living own-attempts=mediation,mediation,prayer
  => refused fields own_attempts own_attempts[1] own_attempts[2]
housing-corporation: send-signal s1 child=Sanne area=zwolle-noord entry-ground=1234 own-attempts=Mediation => refused fields entry_ground own_attempts
zwolle-structural-group: inbox => nothing
housing-corporation: send-signal s1 child=Sanne area=zwolle-noord entry-ground=deviant-living own-attempts=mediation,file,help-called-in
  => ok recipient=zwolle-structural-group entry-ground=deviant-living own-attempts=mediation+file+help-called-in
zwolle-structural-group: answer-signal s1 answer=taken_up => ok case=c1
zwolle-structural-group: case c1 => ok reports=deviant-living+mediation+file+help-called-in
zwolle-structural-group: classify c1 category=case => ok director=zwolle-case-group
restart
zwolle-case-group: case c1 => ok reports=deviant-living+mediation+file+help-called-in
zwolle-structural-group: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
# Serious nuisance anybody may report, and acute danger waits for no question; who is informed does not see the ground.
police: send-signal s2 child=Bram area=zwolle-oost entry-ground=serious-nuisance => ok entry-ground=serious-nuisance own-attempts=-
school: send-signal s3 child=Eva area=zwolle-oost acute=yes => ok recipient=youth-care-agency entry-ground=-
school: send-signal s4 child=Koen area=zwolle-oost acute=yes entry-ground=serious-nuisance => ok recipient=youth-care-agency
youth-care-agency: signal s4 => ok entry-ground=serious-nuisance
zwolle-adviser: signal s4 => ok entry-ground=-
