# That contact is overdue is told to who directs the family now, not to who did when the match was made
# source: follow-up (director)
at 2026-03-02 10:00
process-manager-zeeburg: open-case c1 person=Sanne category=MPG2 area=zeeburg => ok
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
process-manager-zeeburg: classify c1 category=MPG1 => ok director=coordinator-zeeburg
process-manager-zeeburg: inbox => includes case-opened case=c1
advance 16 working-days
sweep
coordinator-zeeburg: inbox => includes follow-up-due match=m1 stage=director
process-manager-zeeburg: inbox => nothing
