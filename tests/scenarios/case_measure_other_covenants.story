# Where a covenant says nothing of measures, any category goes with any
# source: thesis § 4.1 (no category speaks of a measure)
# covenant: zwolle-2007
at 2026-03-02 10:00
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-oost entry-ground=serious-nuisance measure=child_protection => ok measure=child_protection
zwolle-structural-group: open-case c2 person=Bram category=intake area=zwolle-oost entry-ground=serious-nuisance despite=measure_ends => refused fields contradiction_reason
