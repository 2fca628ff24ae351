# Every row is answered, in the order sent
# source: ImportInvolvements
at 2026-03-02 10:00
bjaa: register i0 child=Sanne => ok
school: import imp1 row="i1 child=Bram" row="i2 child=Sanne" row="i3 child=bsn:123456789 area=atlantis" row="i4 child=Bram"
  => ok next=1 ; registered row=1 id=i1 others=0 | matched row=2 id=i2 others=1
  | refused row=3 reason=FIELDS_INVALID fields=area,members[0].bsn | unchanged row=4
bjaa: inbox => match with=school own=i0
school: involvements => includes i1 | i2
