# A token of one filter does not serve another
# source: API conventions (AIP-158)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
police: register i3 child=Sanne => ok match=m2
school: matches filter=all page-size=1 => ok more=yes ; m1
school: matches filter=open page-size=1 page=next => refused fields page_token
school: matches filter=all page-size=1 => ok more=yes ; m1
school: involvements page=next => refused fields page_token
school: matches filter=all page-size=-5 => refused fields page_size
school: matches filter=raw:7 => refused fields filter
