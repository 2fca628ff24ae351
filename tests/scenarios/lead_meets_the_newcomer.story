# A newcomer sees who leads already, and only the two of them owe contact
# source: follow-up, Jw 7.1.3.2 (a lead is already agreed)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
youth-health: register i2 child=Sanne => ok match=m1
school: agree-lead m1 lead=school => ok
bjaa: register i3 child=Sanne => ok match=m2 lead=school ; school leads=yes | youth-health leads=no
youth-health: match m2 => ok owed=no lead=school
school: match m2 => ok owed=yes lead=school
bjaa: match m2 => ok owed=yes
