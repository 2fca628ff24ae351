# A row with a later end renews; one without an end renews when this one would end by itself
# source: registry.proto (ReconcileInvolvements)
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-06-01 => ok
school: register i2 child=Bram end=2026-06-01 => ok
school: register i3 child=Cees end=2026-06-01 => ok
school: reconcile row="- child=Sanne end=2026-09-01" row="- child=Bram" row="- child=Cees end=2026-05-01"
  => ok unchanged=2 ; renew row=1 id=i1 end=2026-09-01
at 2026-05-20 10:00
sweep
school: inbox => expiring | expiring | expiring
school: reconcile row="- child=Sanne end=2026-09-01" row="- child=Bram" row="- child=Cees end=2026-05-25"
  => ok unchanged=1 ; renew row=1 id=i1 end=2026-09-01 | renew row=2 id=i2 end=2028-05-20
school: reconcile token=shown row="- child=Sanne end=2026-09-01" row="- child=Bram" row="- child=Cees end=2026-05-25"
  => ok ; renew row=1 id=i1 | renew row=2 id=i2
school: involvements => i1 end=2026-09-01 | i2 end=2028-05-20 | i3 end=2026-06-01
nobody-else is told
