# A day that the covenant declares free is no working day: what begins then has that much longer, and a term that
# was set before stays as it was told
# source: follow-up, covenant (terms.days_off)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: match m1 => ok due=2026-03-09
covenant has days off 2026-03-04 2026-03-06
school: register i3 child=Bram => ok
police: register i4 child=Bram => ok match=m2
school: match m1 => ok due=2026-03-09
school: match m2 => ok due=2026-03-11
school: inbox => match | match
bjaa: inbox => nothing
at 2026-03-10 10:00
sweep
school: inbox => follow-up-due stage=party
bjaa: inbox => follow-up-due stage=party
police: inbox => nothing
at 2026-03-12 10:00
sweep
police: inbox => follow-up-due stage=party
