# Registering the same again with another card gives it the new card, and says so
# source: registry.proto (already_registered, contact_updated); matching again
at 2026-03-02 10:00
school: register i1 child=Sanne => ok already=no updated=no
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
school: register i3 child=Sanne phone="020 5550199" own-reference=S-1 => ok id=i1 already=yes updated=yes phone="020 5550199" own-reference=S-1
again
bjaa: inbox => contact-updated own=i2 of=school phone="020 5550199"
bjaa: match m1 => ok ; school phone="020 5550199"
school: register i4 child=Sanne phone="020 5550199" => ok id=i1 already=yes updated=no own-reference=S-1
school: import imp1 row="i5 child=Sanne phone=0205550111" row="i6 child=Sanne phone=0205550111"
  => ok ; contact_updated row=1 id=i1 | unchanged row=2 id=i1
bjaa: inbox => contact-updated own=i2 of=school phone=0205550111
school: involvements => i1 phone=0205550111
nobody-else is told
