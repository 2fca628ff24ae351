# An unjustified registration goes, with its matches; who was told is told to forget
# source: ending
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match match=m1
bjaa: end i2 reason=unjustified => ok involvement=-
school: inbox => retracted own=i1
school: match m1 => refused PERMISSION_DENIED NOT_ALLOWED
school: matches filter=all => nothing
school: involved i1 => nothing
bjaa: involvement i2 => refused PERMISSION_DENIED NOT_ALLOWED
bjaa: involvements => nothing
bjaa: matches filter=all => nothing
