# A day that a decree equates with a holiday does not count: the Friday after Ascension Day
# source: follow-up, Jw 7.1.3.2 (working days); Algemene termijnenwet art. 3
at 2026-05-13 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
bjaa: match m1 => ok due=2026-05-22
