# A renewed involvement does not end on the old date, and warns anew
# source: ending
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-06-01 => ok
at 2026-05-10 10:00
sweep
school: inbox => expiring own=i1 end=2026-06-01
school: renew i1 end=2026-09-01 => ok end=2026-09-01 state=active
at 2026-06-03 10:00
sweep
school: inbox => nothing
school: involvement i1 => ok state=active
at 2026-08-04 10:00
sweep
school: inbox => expiring own=i1 end=2026-09-01
at 2026-09-02 10:00
sweep
school: inbox => expired own=i1
