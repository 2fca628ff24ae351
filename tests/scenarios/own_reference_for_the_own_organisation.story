# A reference of one's own says which family it is, to the own organisation and to nobody else
# source: what a party learns; registry.proto (own_reference)
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira own-reference=MW-2026/0417 => ok own-reference=MW-2026/0417
bjaa: register i2 child=Sanne own-reference=BJ.7 => ok own-reference=BJ.7 match=m1 ; school
school: match m1 => ok own=i1 own-reference=MW-2026/0417 own-roles=child+parent own-area=zeeburg own-contact=p-school
bjaa: match m1 => ok own=i2 own-reference=BJ.7 own-roles=child own-contact=p-bjaa
school: matches => m1 own-reference=MW-2026/0417 own-roles=child+parent
bjaa: matches => m1 own-reference=BJ.7
bjaa: involved i2 => school
school: inbox => match own=i1
school: involvement i1 => ok own-reference=MW-2026/0417
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
bjaa: ticket t1 => ok
coordinator-zeeburg: ticket t1 => ok
