# A colleague has taken over where the row says which involvement it was; else it is another involvement
# source: registry.proto (ReconcileInvolvements, HandOverInvolvement)
at 2026-03-02 10:00
school: register i1 child=Sanne professional=anna own-reference=S-1 => ok
school: register i2 child=Bram professional=anna => ok
school: register i3 child=Cees professional=anna => ok
bjaa: register i4 child=Sanne child=Bram child=Cees => ok match=m1
school: inbox => match own=i1
school: reconcile row="- child=Sanne professional=piet own-reference=S-1" row="i2 child=Bram professional=piet" row="- child=Cees professional=piet"
  => ok many=yes ; hand_over row=1 id=i1 | hand_over row=2 id=i2 | register row=3 | end id=i3
school: reconcile token=shown accept-endings=yes row="- child=Sanne professional=piet own-reference=S-1" row="i2 child=Bram professional=piet" row="- child=Cees professional=piet"
  => ok ; hand_over row=1 id=i1 | hand_over row=2 id=i2 | register row=3 id=i5 others=1 | end id=i3
school: involvements active=yes => any-order i1 contact=piet | i2 contact=piet | i5 contact=piet
# A deputy who was named by hand stays where the row names none.
school: update-contact i5 professional=piet deputy="Joke/0205550178" => ok updated=1
school: reconcile row="- child=Sanne professional=piet own-reference=S-1" row="i2 child=Bram professional=piet" row="- child=Cees professional=piet" => ok unchanged=3 ; nothing
# A colleague who has the family already: the one who left does not stay on a card because the row names it.
school: register i6 child=Dirk professional=anna => ok
school: register i7 child=Dirk professional=piet => ok
school: reconcile row="- child=Sanne professional=piet own-reference=S-1" row="i2 child=Bram professional=piet" row="- child=Cees professional=piet" row="i6 child=Dirk professional=piet"
  => ok unchanged=4 ; end id=i6
school: reconcile token=shown accept-endings=yes row="- child=Sanne professional=piet own-reference=S-1" row="i2 child=Bram professional=piet" row="- child=Cees professional=piet" row="i6 child=Dirk professional=piet"
  => ok ; end id=i6
school: involvements active=yes => any-order i1 | i2 | i5 | i7 contact=piet
# Where a row of its own stands for it, it stays.
school: register i8 child=Dirk professional=anna => ok
school: reconcile row="- child=Sanne professional=piet own-reference=S-1" row="i2 child=Bram professional=piet" row="- child=Cees professional=piet" row="i8 child=Dirk professional=piet" row="- child=Dirk professional=anna"
  => ok unchanged=5 ; nothing
