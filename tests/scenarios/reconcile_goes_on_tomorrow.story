# A first load above the budget of a day goes on the next day, also where a row becomes due for renewal meanwhile
# source: lookup budget; registry.proto (ReconcileInvolvements)
# budget: 9 an hour, 4 a day
at 2026-03-02 10:00
bjaa: register i11 child=Bram => ok
bjaa: register i12 child=Cees => ok
bjaa: register i13 child=Dirk => ok
school: register i1 child=Sanne end=2026-03-12 => ok
school: register i2 child=Eva end=2026-04-02 => ok
school: reconcile row="- child=Sanne start=2026-03-02" row="- child=Eva start=2026-03-02" row="- child=Bram start=2026-03-02" row="- child=Cees start=2026-03-02" row="- child=Dirk start=2026-03-02"
  => ok ; renew row=1 id=i1 | register row=3 | register row=4 | register row=5
school: reconcile token=shown row="- child=Sanne start=2026-03-02" row="- child=Eva start=2026-03-02" row="- child=Bram start=2026-03-02" row="- child=Cees start=2026-03-02" row="- child=Dirk start=2026-03-02"
  => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=day
advance 1 days
# Whatever the answers of yesterday said: of each row it is said once who else is involved.
school: reconcile token=shown row="- child=Sanne start=2026-03-02" row="- child=Eva start=2026-03-02" row="- child=Bram start=2026-03-02" row="- child=Cees start=2026-03-02" row="- child=Dirk start=2026-03-02"
  => any-order register row=3 others=1 | register row=4 others=1 | register row=5 others=1
school: reconcile row="- child=Sanne start=2026-03-02" row="- child=Eva start=2026-03-02" row="- child=Bram start=2026-03-02" row="- child=Cees start=2026-03-02" row="- child=Dirk start=2026-03-02"
  => ok unchanged=4 ; renew row=2 id=i2
