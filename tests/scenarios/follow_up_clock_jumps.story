# Each reminder comes once, whatever the clock does
# source: follow-up, Jw 7.1.3.2; promise L2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
at 2026-03-10 00:30
sweep
advance -1 hours
sweep
advance 1 days
sweep
school: inbox => follow-up-due stage=party
bjaa: inbox => follow-up-due stage=party
advance 1 years
sweep
advance -1 days
sweep
school: inbox => includes follow-up-due stage=organisation
coordinator-zeeburg: inbox => follow-up-due stage=director
