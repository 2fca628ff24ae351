# Open are the matches in which contact is owed; all are all, oldest first
# source: match.proto
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
advance 1 hour
police: register i3 child=Sanne => ok match=m2
school: matches => m1 with=bjaa | m2 with=police
school: follow-up m1 state=contact_made => ok
school: matches filter=open => m2
school: matches filter=all => m1 state=contact_made | m2 state=new
