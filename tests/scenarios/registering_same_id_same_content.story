# A retry gives the same answer and tells nobody again
# source: idempotency; promise S3
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
school: register i2 child=Sanne start=2026-03-02 => ok involved=bjaa match=m1
again
advance 3 days
again
bjaa: inbox => match with=school
nobody-else is told
school: involvements => i2
