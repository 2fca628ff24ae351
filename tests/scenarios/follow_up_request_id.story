# A retry of a follow-up changes nothing more
# source: API conventions
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
bjaa: follow-up m1 state=seen request=r1 => ok state=seen
again
bjaa: follow-up m1 state=contact_made request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
bjaa: match m1 => ok state=seen
