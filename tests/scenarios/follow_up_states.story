# New, seen, contact made: each party has its own
# source: follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1 owed=yes
bjaa: match m1 => ok state=new owed=yes due=2026-03-09
school: match m1 => ok state=new owed=yes due=2026-03-09
bjaa: follow-up m1 state=seen => ok state=seen owed=yes
bjaa: follow-up m1 state=contact_made => ok state=contact_made owed=no due=-
school: match m1 => ok state=new owed=yes
school: follow-up m1 state=contact_made => ok state=contact_made owed=no
