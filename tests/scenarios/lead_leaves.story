# The lead is involved no longer: who is left hears that nobody leads, and owes contact from then on
# source: follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
youth-health: register i2 child=Sanne => ok match=m1
youth-health: agree-lead m1 lead=school => ok
bjaa: register i3 child=Sanne => ok match=m2 lead=school
school: inbox => match | lead | match
youth-health: inbox => lead | match
youth-health: match m2 => ok owed=no
advance 16 working-days
school: end i1 => ok
youth-health: inbox => party-ended with=school | lead-ended match=m2 own=i2
bjaa: inbox => party-ended with=school | lead-ended match=m2 own=i3
youth-health: match m2 => ok owed=yes due=2026-03-31 lead=nobody
sweep
youth-health: inbox => nothing
