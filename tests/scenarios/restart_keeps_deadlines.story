# A deadline that passed while the broker was down fires afterwards, once
# source: promise L2
# depths: embedded postgres mtls
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
advance 6 working-days
restart
sweep
restart
sweep
school: inbox => follow-up-due stage=party
bjaa: inbox => follow-up-due stage=party
