# With a lead agreed only the newcomer and the lead owe contact
# source: follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
youth-health: register i2 child=Sanne => ok match=m0
youth-health: follow-up m0 state=contact_made => ok
school: follow-up m0 state=contact_made => ok
bjaa: register i3 child=Sanne => ok match=m1
school: agree-lead m1 lead=school => ok lead=school owed=yes
youth-health: match m1 => ok owed=no
bjaa: match m1 => ok owed=yes
school: inbox => includes match
youth-health: inbox => includes match
bjaa: inbox => includes lead
advance 6 working-days
sweep
youth-health: inbox => nothing
school: inbox => follow-up-due match=m1 stage=party
bjaa: inbox => follow-up-due match=m1 stage=party
