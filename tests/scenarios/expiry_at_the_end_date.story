# On its last day an involvement still counts; the day after it has ended by itself
# source: ending
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-03-20 => ok
bjaa: register i2 child=Sanne => ok match=m1
school: follow-up m1 state=contact_made => ok
bjaa: follow-up m1 state=contact_made => ok
at 2026-03-03 10:00
sweep
school: inbox => includes match
bjaa: inbox => nothing
at 2026-03-20 22:00
sweep
bjaa: involved i2 => school
nobody-else is told
at 2026-03-21 10:00
sweep
school: inbox => includes expired own=i1
bjaa: inbox => includes party-ended with=school own=i2
school: involvement i1 => ok state=archived end-reason=expired
bjaa: involved i2 => nothing
police: register i3 child=Sanne => ok involved=bjaa earlier=yes
