# Rows of what was registered before otherwise are no "unchanged": they say what stays, or what was taken over
# source: ImportInvolvements (ROW_OUTCOME_UPDATED, ROW_OUTCOME_DIFFERS); own choice: a registration that differs is never passed over
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: register i2 child=Bram => ok
school: import imp1 row="i3 child=Sanne" row="i4 child=Sanne area=noord" row="i5 child=Sanne informed=2026-03-01"
    row="i6 child=Sanne informed=2026-03-01 end=2027-01-01" row="i7 child=Bram own-reference=B-2" row="i8 child=Bram phone=0205550103 area=noord"
  => ok ; unchanged row=1 id=i1 not-applied=- | differs row=2 id=i1 not-applied=area | updated row=3 id=i1 not-applied=-
    | differs row=4 id=i1 not-applied=end_date | updated row=5 id=i2 not-applied=- | contact_updated row=6 id=i2 not-applied=area
school: involvements => i1 area=zeeburg informed=2026-03-01 | i2 area=zeeburg own-reference=B-2
