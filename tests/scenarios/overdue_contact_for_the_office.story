# An office that is told that contact is overdue sees where, and who owes it; never about whom
# source: follow-up, Jw 7.1.3.2; match.proto (ListFollowUp)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
police: register i3 child=Bram => ok
housing: register i4 child=Bram => ok match=m2
school: matches => m1
coordinator-zeeburg: overdue => nothing
advance 11 working-days
sweep
coordinator-zeeburg: overdue => nothing
advance 5 working-days
sweep
coordinator-zeeburg: inbox => follow-up-due | follow-up-due
coordinator-zeeburg: overdue => m1 area=zeeburg due=2026-03-09 days-late=11 owing=bjaa,school | m2 owing=housing,police
coordinator-zeeburg: overdue reference=ref:m1 => m1
coordinator-zeeburg: overdue area=zeeburg page-size=1 => ok more=yes ; m1
coordinator-zeeburg: overdue area=zeeburg page-size=1 page=next => ok more=no ; m2
coordinator-zeeburg: overdue area=centrum => nothing
coordinator-noord: overdue => nothing
school: matches reference=ref:m1 => m1
school: follow-up m1 state=contact_made => ok
coordinator-zeeburg: overdue => m1 owing=bjaa | m2
bjaa: follow-up m1 state=contact_made => ok
coordinator-zeeburg: overdue => m2
coordinator-zeeburg: overdue reference=7K3 area=atlantis => refused fields reference area
school: overdue => refused PERMISSION_DENIED NOT_ALLOWED
restart
coordinator-zeeburg: overdue => m2 owing=housing,police
