# An organisation that is known by another match is named as lead too
# source: what a party learns
at 2026-06-01 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Bram => ok match=-
bjaa: register i3 child=Sanne => ok match=m1 ; school
police: register i4 child=Sanne child=Bram => ok match=m2
police: agree-lead m2 lead=bjaa => ok lead=bjaa
school: match m2 => ok lead=bjaa
