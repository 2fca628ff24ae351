# Not before the present end, not further than the term from today
# source: ending; registry.proto
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-06-01 => ok
school: renew i1 end=2026-05-01 => refused fields end_date
school: renew i1 end=2028-03-03 => refused fields end_date
school: renew i1 end=2028-03-02 => ok end=2028-03-02
