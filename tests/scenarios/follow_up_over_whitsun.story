# Whit Monday moves with Easter
# source: follow-up, Jw 7.1.3.2 (Dutch public holidays, Easter included)
at 2026-05-22 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
bjaa: match m1 => ok due=2026-06-01
