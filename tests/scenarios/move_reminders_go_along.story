# After a move the office that hears of missing contact is the one of the new district
# source: move; Jw 7.1.3.2 (follow-up)
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
bjaa: register i2 child=Sanne area=zeeburg => ok match=m1
bjaa: move i2 area=noord => ok
coordinator-noord: inbox => moved
coordinator-zeeburg: inbox => moved
at 2026-05-11 10:00
sweep
coordinator-noord: inbox => follow-up-due match=m1 stage=director
coordinator-zeeburg: inbox => nothing
