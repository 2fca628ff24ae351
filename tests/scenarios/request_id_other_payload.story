# A request id with another payload is refused
# source: API conventions
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-06-01 => ok
school: register i2 child=Bram end=2026-06-01 => ok
school: renew i1 end=2026-09-01 request=r1 => ok end=2026-09-01
school: renew i1 end=2026-10-01 request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
school: renew i2 end=2026-09-01 request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
school: involvement i1 => ok end=2026-09-01
school: involvement i2 => ok end=2026-06-01
