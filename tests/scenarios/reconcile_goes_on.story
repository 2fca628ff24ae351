# It breaks off where the budget is spent, and goes on there with the same token: nothing twice, endings last
# source: lookup budget; registry.proto (ReconcileInvolvements)
# budget: 2 an hour, 9 a day
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i9 child=Sanne => ok
school: inbox => match
advance 1 hours
school: reconcile row="- child=Bram" row="- child=Cees" row="- child=Dirk" => ok ; register | register | register | end id=i1
school: reconcile token=shown accept-endings=yes row="- child=Bram" row="- child=Cees" row="- child=Dirk" => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour
school: involvement i1 => ok state=active
nobody-else is told
advance 1 hours
school: reconcile token=shown row="- child=Bram" row="- child=Cees" row="- child=Dirk" => ok before=2
  ; register others=0 again=yes | register others=0 again=yes | register others=0 again=no | end id=i1 again=no
school: involvement i1 => ok state=archived
bjaa: inbox => party-ended own=i9
nobody-else is told
# What somebody did by hand meanwhile was never shown.
advance 1 hours
school: register i7 child=Eva => ok
school: reconcile token=shown row="- child=Bram" row="- child=Cees" row="- child=Dirk" => refused FAILED_PRECONDITION RECONCILE_STALE
school: involvement i7 => ok state=active
