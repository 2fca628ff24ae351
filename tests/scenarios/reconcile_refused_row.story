# A row that cannot be read may stand for any involvement: as long as there is one, nothing ends
# source: registry.proto (ReconcileInvolvements)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: register i2 child=Bram => ok
school: end i2 => ok
school: reconcile row="- child=bsn:123456789 area=atlantis" row="- child=Cees"
  => ok refused=1 withheld=1 many=no ; refused row=1 reason=FIELDS_INVALID fields=area,members[0].bsn | register row=2
school: reconcile token=shown row="- child=bsn:123456789 area=atlantis" row="- child=Cees"
  => ok refused=1 withheld=1 ; refused row=1 | register row=2 id=i3
school: involvements active=yes => any-order i1 | i3
# Nor with one of which it is not certain for what it stands.
school: reconcile row="- child=Cees" row="- child=Cees phone=0205550177" => ok refused=1 withheld=1 ; refused row=2 fields=members
school: reconcile row="- child=Cees" row="i1 child=Dirk" => ok refused=1 withheld=1 ; refused row=2 fields=members
school: reconcile row="- child=Cees" row="i2 child=Bram" => ok refused=1 withheld=1 ; refused row=2 fields=involvement_id
# The same row twice is one.
school: reconcile row="- child=Cees" row="- child=Cees" row="- child=Sanne" => ok refused=0 unchanged=3 ; nothing
# A row of another organisation is no row of this one.
school: reconcile row="- child=Cees as-oin=bjaa" => ok refused=1 withheld=2 ; refused row=1 reason=NOT_ALLOWED
nobody-else is told
