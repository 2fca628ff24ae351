# Another professional of the organisation registers: a new involvement, and the others are told
# source: same again
at 2026-03-02 10:00
school: register i1 child=Sanne professional=anna => ok
bjaa: register i2 child=Sanne => ok involved=school
school: inbox => match with=bjaa
school: register i3 child=Sanne professional=bart => ok already=no ; bjaa
bjaa: inbox => match with=school own=i2 contact=bart
