# What a row says of informing the family is recorded; what is changed on purpose only is said, and not passed over
# source: registry.proto (ReconcileInvolvements, RegistrationPart)
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: register i2 parent=Mira area=zeeburg informed=2026-03-01 => ok
school: reconcile row="- child=Sanne area=centrum informed=2026-03-02" row="- adult=Mira area=zeeburg not-informed=child_safety"
  => ok unchanged=0 differing=2 refused=0
  ; differs row=1 id=i1 not-applied=area | differs row=2 id=i2 not-applied=informed,role | record_informed row=1 id=i1
school: reconcile token=shown row="- child=Sanne area=centrum informed=2026-03-02" row="- adult=Mira area=zeeburg not-informed=child_safety"
  => ok differing=2 ; differs row=1 | differs row=2 | record_informed row=1 id=i1 reason=-
school: involvement i1 => ok informed=2026-03-02 area=zeeburg
school: reconcile row="- child=Sanne area=centrum informed=2026-03-02" row="- parent=Mira area=zeeburg" => ok unchanged=1 differing=1 ; differs row=1 not-applied=area
nobody-else is told
