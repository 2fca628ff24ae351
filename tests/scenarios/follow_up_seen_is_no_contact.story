# To have seen it is not to have made contact
# source: follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
bjaa: follow-up m1 state=seen => ok
advance 6 working-days
sweep
bjaa: inbox => follow-up-due stage=party
