# A notification about what was destroyed keeps its place, and says only that
# source: ending; inboxes
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: pull after=0 => match seq=1 match=m1 with=bjaa contact=p-bjaa
bjaa: end i2 reason=unjustified => ok
school: pull after=0 => destroyed seq=1 | retracted seq=2 own=i1
school: end i1 reason=unjustified => ok
school: pull after=0 => destroyed seq=1 | destroyed seq=2
