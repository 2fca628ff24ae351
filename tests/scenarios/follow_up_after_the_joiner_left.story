# When whoever joined has left, nobody owes contact to somebody whom they do not know
# source: follow-up (parties)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
debt-zeeburg: register i2 adult=Mira => ok
bjaa: register i3 child=Sanne parent=Mira => ok match=m1
bjaa: end i3 => ok
school: inbox => match | party-ended
debt-zeeburg: inbox => match | party-ended
advance 6 working-days
sweep
school: inbox => nothing
debt-zeeburg: inbox => nothing
school: matches => nothing
debt-zeeburg: matches => nothing
at 2026-03-31 10:00
sweep
school: inbox => nothing
school: matches => nothing
school: matches filter=all => m1
