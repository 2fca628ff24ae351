# After the director nobody is reminded again
# source: follow-up, Jw 7.1.3.2 (a deadline fires once)
at 2026-05-26 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
advance 16 working-days
sweep
school: inbox => includes match
bjaa: inbox => includes follow-up-due
coordinator-zeeburg: inbox => includes follow-up-due stage=director
advance 30 working-days
sweep
nobody-else is told
