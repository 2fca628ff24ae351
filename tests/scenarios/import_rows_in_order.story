# Rows about the same person follow each other as they were sent: the last card stands
# source: ImportInvolvements
at 2026-03-02 10:00
bjaa: register i0 child=Bram => ok
school: import imp1 row="i1 child=Bram phone=0205550101" row="i2 child=Sanne" row="i3 child=Bram phone=0205550102"
    row="i4 child=Bram phone=0205550103" row="i5 child=Bram phone=0205550103" row="i6 child=Bram phone=0205550104"
  => ok next=1 ; matched row=1 id=i1 | registered row=2 | contact_updated row=3 id=i1 | contact_updated row=4 id=i1
    | unchanged row=5 id=i1 | contact_updated row=6 id=i1
school: involvements => i1 phone=0205550104 | i2
