# Every stage survives a restart and is told once
# source: follow-up, Jw 7.1.3.2; promise L2
# depths: embedded postgres mtls
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
advance 6 working-days
sweep
restart
sweep
advance 5 working-days
restart
sweep
restart
sweep
school: inbox => follow-up-due stage=party | follow-up-due stage=organisation
bjaa: inbox => follow-up-due stage=party | follow-up-due stage=organisation
advance 5 working-days
restart
sweep
restart
coordinator-zeeburg: inbox => follow-up-due stage=director owing=2
nobody-else is told
