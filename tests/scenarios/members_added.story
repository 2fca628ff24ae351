# Who is named in an involvement afterwards makes it match; only those whom it did not match hear of it
# source: match rule; registry.proto (AddMembers)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
police: register i3 child=Bram adult=Mira => ok
school: inbox => match match=m1
school: add-members i1 child=Bram parent=Mira => ok roles=child+child+parent match=m2 with=police ; police kind=same_person contact=p-police
again
police: inbox => match with=school own=i3 match=m2 kind=same_person
bjaa: inbox => nothing
school: involved i1 => any-order bjaa | police
police: involved i3 => school
school: add-members i1 child=Cees => ok match=- roles=child+child+parent+child
housing: register i4 child=Cees => ok match=m3 ; school
school: inbox => match with=housing match=m3
nobody-else is told
restart
police: matches => m2
