# A source system sends all that it has: first the difference is shown, then it is carried out
# source: registry.proto (ReconcileInvolvements)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: register i2 child=Bram => ok
school: register i3 child=Cees => ok
school: register i4 child=Dirk own-reference=S-4 => ok
school: register i9 child=Finn => ok
school: register i10 child=Gijs => ok
school: register i11 child=Hugo => ok
school: register i12 child=Iris => ok
school: register i13 child=Joep => ok
school: register i14 child=Koen => ok
bjaa: register i5 child=Cees => ok match=m1
bjaa: register i6 child=Eva => ok match=-
bjaa: register i7 child=Bram => ok match=m2
school: inbox => match | match
bjaa: inbox => nothing
school: reconcile row="i1 child=Sanne" row="- child=Bram phone=0205550177" row="i8 child=Eva own-reference=S-8"
    row="- child=Dirk own-reference=S-44" row="- child=Finn" row="- child=Gijs" row="- child=Hugo" row="- child=Iris" row="- child=Joep" row="- child=Koen"
  => ok active=10 unchanged=7 refused=0 withheld=0 many=no token=yes
  ; update_contact row=2 id=i2 | register row=3 id=i8 own-reference=S-8 | set_own_reference row=4 id=i4 own-reference=S-44 | end row=0 id=i3
school: involvements active=yes => includes i2 phone="020 5550100" | i3 | i4 own-reference=S-4
nobody-else is told
school: reconcile token=shown row="i1 child=Sanne" row="- child=Bram phone=0205550177" row="i8 child=Eva own-reference=S-8"
    row="- child=Dirk own-reference=S-44" row="- child=Finn" row="- child=Gijs" row="- child=Hugo" row="- child=Iris" row="- child=Joep" row="- child=Koen"
  => ok before=0 token=no ; update_contact row=2 id=i2 others=0 | register row=3 id=i8 others=1 | set_own_reference row=4 id=i4 | end row=0 id=i3
school: involvement i3 => ok state=archived
school: involvement i4 => ok own-reference=S-44
bjaa: inbox => any-order contact-updated own=i7 phone=0205550177 | match own=i6 with=school | party-ended own=i5
nobody-else is told
school: reconcile token=shown row="i1 child=Sanne" row="- child=Bram phone=0205550177" row="i8 child=Eva own-reference=S-8"
    row="- child=Dirk own-reference=S-44" row="- child=Finn" row="- child=Gijs" row="- child=Hugo" row="- child=Iris" row="- child=Joep" row="- child=Koen"
  => ok before=4 unchanged=10 ; register row=3 id=i8 others=1 again=yes
nobody-else is told
school: reconcile row="- child=Sanne" row="- child=Bram phone=0205550177" row="- child=Eva own-reference=S-8"
    row="- child=Dirk own-reference=S-44" row="- child=Finn" row="- child=Gijs" row="- child=Hugo" row="- child=Iris" row="- child=Joep" row="- child=Koen"
  => ok unchanged=10 ; nothing
