# Whoever comes to lead late has the whole term from that day; whoever owed contact before keeps the former one
# source: follow-up, Jw 7.1.3.2 (only the joiner and the lead owe contact)
at 2026-06-01 10:00
youth-health: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok match=m0
school: follow-up m0 state=contact_made => ok
youth-health: follow-up m0 state=contact_made => ok
youth-health: agree-lead m0 lead=youth-health => ok
bjaa: register i3 child=Sanne => ok match=m1 lead=youth-health owed=yes due=2026-06-08
youth-health: follow-up m1 state=contact_made => ok
school: match m1 => ok owed=no due=-
advance 11 working-days
sweep
bjaa: inbox => follow-up-due match=m1 stage=party | follow-up-due match=m1 stage=organisation
school: inbox => lead match=m0 | match match=m1
youth-health: inbox => match | lead | match match=m1
bjaa: agree-lead m1 lead=school => ok lead=school
school: match m1 => ok owed=yes due=2026-06-23
bjaa: match m1 => ok owed=yes due=2026-06-08
sweep
school: inbox => lead match=m1 lead=school
advance 5 working-days
sweep
school: inbox => nothing
bjaa: inbox => lead match=m1
coordinator-zeeburg: inbox => follow-up-due match=m1 stage=director owing=1
coordinator-zeeburg: overdue => m1 due=2026-06-08 owing=bjaa
advance 1 working-day
sweep
school: inbox => follow-up-due match=m1 own=i2 stage=party owing=0
bjaa: inbox => nothing
bjaa: follow-up m1 state=contact_made => ok owed=no
coordinator-zeeburg: overdue => nothing
restart
advance 5 working-days
sweep
school: inbox => follow-up-due match=m1 stage=organisation
advance 5 working-days
sweep
coordinator-zeeburg: inbox => follow-up-due match=m1 stage=director owing=1
coordinator-zeeburg: overdue => m1 due=2026-06-23 owing=school
school: follow-up m1 state=contact_made => ok
coordinator-zeeburg: overdue => nothing
