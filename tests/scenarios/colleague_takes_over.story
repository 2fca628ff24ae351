# A colleague takes over: seen at once, told once and quietly, nobody hears of a new match
# source: registry.proto (HandOverInvolvement)
at 2026-03-02 10:00
school: register i1 child=Sanne professional=anna own-reference=S-1 => ok
school: register i2 child=Bram professional=anna => ok
school: register i3 child=Cees professional=anna => ok
bjaa: register i4 child=Sanne => ok match=m1 ; school contact=anna
police: register i5 child=Bram => ok match=m2 ; school contact=anna
school: inbox => match | match
bjaa: follow-up m1 state=contact_made => ok
school: give-to-colleague i1 professional=piet name="Piet Pals" => ok given=1 more=no
again
bjaa: inbox => contact-updated own=i4 match=m1 of=school contact=piet name="Piet Pals"
bjaa: match m1 => ok state=contact_made ; school contact=piet
school: involvement i1 => ok contact=piet own-reference=S-1 state=active
school: involvements professional=anna => i2 | i3
school: involvements professional=piet => i1
school: give-to-colleague - all-of=anna professional=piet name="Piet Pals" => ok given=2
police: inbox => contact-updated own=i5 match=m2 contact=piet
school: involvements professional=anna => nothing
school: involvements professional=piet => i1 | i2 | i3
school: register i6 child=Sanne professional=piet name="Piet Pals" => ok id=i1 already=yes updated=no
nobody-else is told
