# A row with a later end renews; one without an end renews when this one would end by itself
# source: registry.proto (ReconcileInvolvements)
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-06-01 => ok
school: register i2 child=Bram end=2026-06-01 => ok
school: register i3 child=Cees end=2026-06-01 => ok
school: reconcile row="- child=Sanne start=2026-03-02 end=2026-09-01" row="- child=Bram start=2026-03-02" row="- child=Cees start=2026-03-02 end=2026-05-01"
  => ok unchanged=1 differing=1 ; differs row=3 id=i3 not-applied=end_date | renew row=1 id=i1 end=2026-09-01
at 2026-05-20 10:00
sweep
school: inbox => expiring | expiring | expiring
school: reconcile row="- child=Sanne start=2026-03-02 end=2026-09-01" row="- child=Bram start=2026-03-02" row="- child=Cees start=2026-03-02 end=2026-05-30"
  => ok unchanged=0 ; differs row=3 | renew row=1 id=i1 end=2026-09-01 | renew row=2 id=i2 end=2028-05-20
# A token counts for 7 days: the term moves on meanwhile, and what becomes due meanwhile was not shown.
school: register i4 child=Dirk start=2026-03-02 end=2026-06-25 => ok
school: reconcile row="- child=Sanne start=2026-03-02 end=2026-09-01" row="- child=Bram start=2026-03-02" row="- child=Cees start=2026-03-02 end=2026-05-30" row="- child=Dirk start=2026-03-02"
  => ok ; differs row=3 | renew row=1 id=i1 end=2026-09-01 | renew row=2 id=i2 end=2028-05-20
at 2026-05-26 10:00
sweep
school: inbox => includes expiring own=i4
school: reconcile token=shown row="- child=Sanne start=2026-03-02 end=2026-09-01" row="- child=Bram start=2026-03-02" row="- child=Cees start=2026-03-02 end=2026-05-30" row="- child=Dirk start=2026-03-02"
  => ok ; differs row=3 | renew row=1 id=i1 | renew row=2 id=i2 end=2028-05-26
school: involvements => i1 end=2026-09-01 | i2 end=2028-05-26 | i3 end=2026-06-01 | i4 end=2026-06-25
school: reconcile row="- child=Sanne start=2026-03-02 end=2026-09-01" row="- child=Bram start=2026-03-02" row="- child=Cees start=2026-03-02 end=2026-05-30" row="- child=Dirk start=2026-03-02"
  => ok ; differs row=3 | renew row=4 id=i4 end=2028-05-26
nobody-else is told
