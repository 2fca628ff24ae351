# Whether the family was told is recorded afterwards too, and who is still to be told is listed
# source: informing the family (Jw); registry.proto (RecordInformed, to_be_informed)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok informed=-
school: register i2 child=Bram informed=today => ok
school: register i3 child=Cees => ok
school: register i4 child=Dirk professional=anna => ok
school: register i5 child=Eva => ok
school: end i5 => ok
school: involvements to-be-informed=yes => i1 | i3 | i4
school: involvements to-be-informed=yes professional=anna => i4
school: record-informed i1 informed=2026-03-01 => ok informed=2026-03-01
again
school: record-informed i3 not-informed=child_safety => ok informed=child_safety
school: involvements to-be-informed=yes => i4
school: record-informed i3 informed=today => ok informed=2026-03-02
school: record-informed i4 => refused fields informed
school: record-informed i4 informed=2026-03-03 => refused fields informed.informed_on
school: record-informed i4 informed=soon => refused fields informed.informed_on
school: record-informed i4 not-informed=raw:9 => refused fields informed.ground
school: involvements to-be-informed=yes => i4
nobody-else is told
