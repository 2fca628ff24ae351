# Whoever keeps watch after the case was closed finds the family, and by when to look; nobody else does
# source: factsheet, Continu; what a party learns
# covenant: almere-2015
at 2026-03-02 10:00
family-support: register i1 child=Sanne area=almere-haven-1 professional=m.groen => ok
family-support: register i2 child=Bram area=almere-haven-1 => ok
school: register i3 child=Sanne area=almere-haven-1 => ok
almere-team-haven-1: open-case c1 person=Sanne category=regular area=almere-haven-1 => ok
almere-team-haven-1: open-case c2 person=Bram category=regular area=almere-haven-1 => ok
almere-team-haven-1: manager c1 organisation=family-support professional=m.groen => ok
almere-team-haven-1: manager c2 organisation=family-support => ok
family-support: watches => ok more=no
almere-team-haven-1: close-case c1 reason=stagnation_lifted => ok
almere-team-haven-1: close-case c2 reason=stagnation_lifted => ok
family-support: watches => ok more=no
almere-team-haven-1: keep-watch c1 act=start => ok
at 2026-03-09 10:00
almere-team-haven-1: keep-watch c2 act=start => ok
family-support: watches => c1 by=family-support look-due=2026-04-27 until=2027-03-01 missed=no looks=0 spoken=yes
  | c2 look-due=2026-05-04
family-support: watches page-size=1 => ok more=yes ; c1
family-support: watches page-size=1 page=next => ok more=no ; c2
school: watches => ok more=no
almere-team-haven-1: watches => ok more=no
almere-team-haven-2: watches => ok more=no
# The nearest day comes first: a look moves it.
at 2026-04-20 10:00
family-support: keep-watch c1 act=look on=2026-04-20 finding=nothing_needed => ok look-due=2026-06-15
family-support: watches => c2 look-due=2026-05-04 | c1 look-due=2026-06-15 looks=1
almere-team-haven-1: keep-watch c2 act=stop => ok
family-support: watches => c1
