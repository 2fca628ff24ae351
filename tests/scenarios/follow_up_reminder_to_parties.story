# After five working days who owes contact is reminded, once
# source: follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
advance 4 working-days
sweep
nobody-else is told
advance 2 working-days
sweep
sweep
school: inbox => follow-up-due match=m1 own=i1 stage=party
bjaa: inbox => follow-up-due match=m1 own=i2 stage=party
coordinator-zeeburg: inbox => nothing
