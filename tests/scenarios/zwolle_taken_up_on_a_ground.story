# Who takes a family up says on which ground it was reported and what was tried before; a crisis waits for no question
# source: thesis § 4.1
# covenant: zwolle-2007
at 2026-03-02 10:00
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-noord => refused fields entry_ground
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-noord entry-ground=noise => refused fields entry_ground
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-noord entry-ground=deviant-living
  => refused fields own_attempts
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-noord entry-ground=deviant-living own-attempts=mediation,prayer
  => refused fields own_attempts own_attempts[1]
zwolle-structural-group: cases => nothing
zwolle-structural-group: inbox => nothing
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-noord entry-ground=deviant-living own-attempts=mediation,file,help-called-in
  => ok director=zwolle-structural-group
zwolle-structural-group: case c1 => ok reports=deviant-living+mediation+file+help-called-in
# The same request again is the same case; with another ground it is another request.
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-noord entry-ground=deviant-living own-attempts=mediation,file,help-called-in
  => ok replayed=yes
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-noord entry-ground=serious-nuisance
  => refused ALREADY_EXISTS ID_REUSED
# It goes with the case to whoever directs it next.
zwolle-structural-group: classify c1 category=case => ok director=zwolle-case-group
restart
zwolle-case-group: case c1 => ok reports=deviant-living+mediation+file+help-called-in
# Nothing is asked in a crisis; what is given must be right all the same.
zwolle-adviser: open-case c2 person=Bram category=crisis area=zwolle-oost entry-ground=noise => refused fields entry_ground
zwolle-adviser: open-case c2 person=Bram category=crisis area=zwolle-oost => ok director=zwolle-adviser
zwolle-adviser: case c2 => ok reports=-
