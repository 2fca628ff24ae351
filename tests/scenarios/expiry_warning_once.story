# Thirty days before its end the organisation is warned, once
# source: ending
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-06-01 => ok end=2026-06-01
at 2026-04-30 10:00
sweep
school: inbox => nothing
at 2026-05-03 10:00
sweep
school: inbox => expiring own=i1 end=2026-06-01
sweep
at 2026-05-20 10:00
sweep
school: inbox => nothing
