# A shield holds for matches that exist already, and can be taken away
# source: shielded person
at 2026-03-02 10:00
school: register i1 child=Sanne,Bram => ok
bjaa: register i2 child=Sanne => ok match=m1 ; school contact=p-school
school: pull after=0 => match with=bjaa contact=p-bjaa
population-register: record-shielding Sanne => ok
school: pull after=0 => match with=withheld contact=- office=coordinator-zeeburg
bjaa: match m1 => ok ; withheld contact=- organisation=- office=coordinator-zeeburg
bjaa: involved i2 => withheld contact=-
bjaa: agree-lead m1 lead=school => refused fields lead_oin
bjaa: end i2 => ok
school: inbox => match with=withheld | party-ended with=withheld
police: register i3 child=Bram => ok involved=withheld
population-register: record-shielding Sanne shielded=no => ok
police: involved i3 => school contact=p-school
