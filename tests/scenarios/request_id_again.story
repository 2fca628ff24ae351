# A repeated request id gives the same answer, one effect
# source: idempotency; API conventions
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok
bjaa: inbox => match
school: end i2 => ok state=archived
again
advance 1 day
again
bjaa: inbox => party-ended with=school own=i1
