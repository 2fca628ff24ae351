# Another lead is agreed: it leads in the matches of later newcomers too, and they are told
# source: covenant, words (regie: exactly one at a time)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
youth-health: register i2 child=Sanne => ok match=m1
school: agree-lead m1 lead=school => ok
bjaa: register i3 child=Sanne => ok match=m2 lead=school
school: inbox => match | lead match=m1 lead=school | match match=m2
advance 1 day
youth-health: agree-lead m1 lead=youth-health => ok lead=youth-health leads-before=school
bjaa: match m2 => ok lead=youth-health leads-before=school
bjaa: inbox => lead match=m2 own=i3 lead=youth-health
school: inbox => lead match=m1 lead=youth-health
police: register i4 child=Sanne => ok lead=youth-health
