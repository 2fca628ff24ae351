# What was shown is done, or nothing: a difference that is another one meanwhile is shown anew
# source: registry.proto (ReconcileInvolvements)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i5 child=Sanne => ok match=m1
school: inbox => match
school: reconcile row="- child=Bram" row="- child=Cees" => ok ; register row=1 | register row=2 | end id=i1
school: register i2 child=Dirk => ok
school: reconcile token=shown accept-endings=yes row="- child=Bram" row="- child=Cees" => refused FAILED_PRECONDITION RECONCILE_STALE
school: involvements active=yes => i1 | i2
nobody-else is told
# With other rows than were shown neither.
school: reconcile token=shown accept-endings=yes row="- child=Bram" => refused FAILED_PRECONDITION RECONCILE_STALE
# Another organisation cannot use a token, whatever it sends.
bjaa: reconcile token=shown accept-endings=yes row="- child=Bram" => refused FAILED_PRECONDITION RECONCILE_STALE
school: reconcile row="- child=Bram" => ok ; register row=1 | end id=i1 | end id=i2
advance 8 days
school: reconcile token=shown accept-endings=yes row="- child=Bram" => refused FAILED_PRECONDITION RECONCILE_STALE
school: reconcile token=shown accept-endings=yes row="- child=Bram" => ok ; register row=1 id=i3 | end id=i1 | end id=i2
bjaa: inbox => party-ended own=i5
school: reconcile token=made-up row="- child=Bram" => refused fields start.token
nobody-else is told
