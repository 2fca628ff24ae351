# Another lead is agreed who is no party to a later match: those in it hear that nobody leads, and owe contact from then on
# source: follow-up, Jw 7.1.3.2; covenant, words (regie: exactly one at a time)
at 2026-03-02 10:00
debt-zeeburg: register i1 adult=Mira => ok
school: register i2 child=Sanne parent=Mira => ok match=m1
school: agree-lead m1 lead=school => ok
debt-zeeburg: inbox => match | lead
school: inbox => lead
youth-health: register i3 child=Sanne => ok match=m2 lead=school
bjaa: register i4 child=Sanne => ok match=m3 lead=school
school: inbox => match | match
youth-health: inbox => match
youth-health: match m3 => ok owed=no due=-
advance 11 working-days
school: agree-lead m1 lead=debt-zeeburg => ok lead=debt-zeeburg
youth-health: inbox => lead-ended match=m2 own=i3
bjaa: inbox => lead-ended match=m3 own=i4
school: inbox => lead match=m1 lead=debt-zeeburg | lead-ended match=m2 own=i2
youth-health: match m3 => ok lead=nobody owed=yes due=2026-03-24
debt-zeeburg: inbox => lead match=m1
nobody-else is told
