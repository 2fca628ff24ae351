# Five, ten, fifteen working days: party, organisation, director
# source: follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
advance 6 working-days
sweep
school: inbox => follow-up-due stage=party
bjaa: inbox => follow-up-due stage=party
advance 5 working-days
sweep
school: inbox => follow-up-due stage=organisation match=m1
bjaa: inbox => follow-up-due stage=organisation match=m1
coordinator-zeeburg: inbox => nothing
advance 5 working-days
sweep
coordinator-zeeburg: inbox => follow-up-due stage=director match=m1 own=- owing=2
nobody-else is told
