# Who was born on 29 February ages out on 1 March; an unknown day or month counts as the earliest
# source: birth date; Jw (23rd birthday)
at 2026-12-20 10:00
school: register i1 child=Sanne@2004-02-29 => ok
school: register i2 child=Bram@2004-02 => ok
school: register i3 child=Mira@2004 => ok
sweep
school: involvements => i1 | i2 | i3
at 2026-12-31 23:59
sweep
school: involvements => i1 | i2 | i3
at 2027-01-01 00:00
sweep
school: involvements => i1 | i2
at 2027-01-31 23:59
sweep
school: involvements => i1 | i2
at 2027-02-01 00:00
sweep
school: involvements => i1
at 2027-02-28 23:59
sweep
school: involvements => i1
at 2027-03-01 00:00
sweep
school: involvements => nothing
school: inbox => removed own=i3 ground=aged_out whole=yes | removed own=i2 | removed own=i1
