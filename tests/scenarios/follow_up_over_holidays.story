# Christmas, the weekend and New Year are no working days
# source: follow-up, Jw 7.1.3.2 (Dutch public holidays)
at 2026-12-24 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
school: match m1 => ok due=2027-01-04
at 2027-01-03 10:00
sweep
nobody-else is told
at 2027-01-05 10:00
sweep
school: inbox => follow-up-due stage=party
bjaa: inbox => follow-up-due stage=party
