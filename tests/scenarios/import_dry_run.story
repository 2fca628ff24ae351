# A dry run checks every row and registers nothing
# source: registry.proto (ImportStart)
at 2026-03-02 10:00
bjaa: register i0 child=Sanne => ok
school: import imp1 dry-run=yes row="i1 child=Sanne" row="i2 child=bsn:123456789" => ok ; valid row=1 | refused row=2 fields=members[0].bsn
school: involvements => nothing
nobody-else is told
