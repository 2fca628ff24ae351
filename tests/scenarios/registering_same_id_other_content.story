# The same id with other content is refused and changes nothing
# source: idempotency
at 2026-03-02 10:00
bjaa: register i0 child=Bram => ok
school: register i1 child=Sanne => ok
school: register i1 child=Bram => refused ALREADY_EXISTS ID_REUSED
school: register i1 child=Sanne start=2026-02-01 => refused ALREADY_EXISTS ID_REUSED
nobody-else is told
school: involvement i1 => ok start=2026-03-02
