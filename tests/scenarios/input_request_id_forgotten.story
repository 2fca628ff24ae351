# A request id is remembered for fourteen days; after that it is a new request
# source: idempotency; bad input (expired ids)
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-06-01 => ok
school: renew i1 end=2026-09-01 request=r1 => ok end=2026-09-01
advance 13 days
sweep
school: renew i1 end=2026-10-01 request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
advance 2 days
sweep
school: renew i1 end=2026-10-01 request=r1 => ok end=2026-10-01
