# Who left owes nothing any more
# source: ending; follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
school: end i1 => ok
advance 6 working-days
sweep
school: inbox => nothing
