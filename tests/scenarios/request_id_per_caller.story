# Two organisations that use one request id do not meet
# source: promise S3 (same id, caller and content)
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-06-01 => ok
bjaa: register i2 child=Bram end=2026-06-01 => ok
school: renew i1 end=2026-09-01 request=r1 => ok end=2026-09-01
bjaa: renew i2 end=2026-08-01 request=r1 => ok end=2026-08-01
