# Two professionals of one organisation were there: the organisation hears once per joining involvement
# source: group match (each side's organisation learns once)
at 2026-03-02 10:00
bjaa: register i1 child=Sanne professional=anna => ok
bjaa: register i2 child=Sanne professional=bart => ok
school: register i3 child=Sanne => ok match=m1
bjaa: inbox => includes match with=school match=m1
