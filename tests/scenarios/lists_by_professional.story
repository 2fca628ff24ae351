# A professional sees the own work: matches in which the own involvement owes contact, own involvements
# source: match.proto, registry.proto (professional_id)
at 2026-03-02 10:00
school: register i1 child=Sanne professional=anna own-reference=A-1 => ok
school: register i2 child=Sanne professional=piet own-reference=P-1 => ok
school: register i3 child=Bram professional=piet => ok
bjaa: register i4 child=Sanne => ok match=m1
bjaa: register i5 child=Bram => ok match=m2
school: matches => m1 | m2
school: matches professional=anna => m1 own=i1 own-reference=A-1 own-contact=anna days-left=5
school: matches professional=piet => m1 own=i2 own-reference=P-1 own-contact=piet | m2 own=i3
school: matches professional=nobody => nothing
bjaa: matches professional=anna => nothing
school: involvements professional=piet => i2 | i3
school: involvements professional=piet active=yes page-size=1 => ok more=yes ; i2
school: involvements professional=piet active=yes page-size=1 page=next => ok more=no ; i3
school: matches involvement=i2 => m1
school: matches involvement=i3 filter=all => m2
school: matches involvement=i2 professional=anna => nothing
bjaa: matches involvement=i3 filter=all => nothing
bjaa: matches involvement=i9 filter=all => nothing
school: end i3 => ok
school: involvements professional=piet active=yes => i2
school: involvements professional=piet => i2 | i3
school: matches professional=piet => m1
school: matches professional=piet filter=all => m1 | m2
school: matches professional=repeat:x:65 => refused fields professional_id
school: involvements professional=repeat:x:65 => refused fields professional_id
school: matches professional=piet page-size=1 filter=all => ok more=yes ; m1
school: matches professional=anna filter=all page=next => refused fields page_token
advance 6 working-days
school: matches => m1 days-left=-1
