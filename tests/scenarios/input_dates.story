# End before start, a start in the future, an end beyond the term
# source: registering; ending; bad input
at 2026-03-02 10:00
school: register i1 child=Sanne start=tomorrow => refused fields start_date
school: register i1 child=Sanne start=- => refused fields start_date
school: register i1 child=Sanne start=2026-2-1 => refused fields start_date
school: register i1 child=Sanne start=2026-03-01 end=2026-02-20 => refused fields end_date
school: register i1 child=Sanne end=2028-03-03 => refused fields end_date
school: register i1 child=Sanne end=soon => refused fields end_date
school: register i1 child=Sanne end=2028-03-02 => ok
