# Who made contact is not reminded; the other is
# source: follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
bjaa: follow-up m1 state=contact_made => ok
advance 6 working-days
sweep
bjaa: inbox => nothing
school: inbox => follow-up-due stage=party own=i1
advance 10 working-days
sweep
coordinator-zeeburg: inbox => follow-up-due stage=director owing=1
bjaa: inbox => nothing
