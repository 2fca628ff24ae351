# What a token did and somebody changed back by hand is not reported as done once more
# source: registry.proto (ReconcileInvolvements)
at 2026-03-02 10:00
school: register i1 child=Bram professional=anna phone=0205550101 own-reference=S-1 => ok
school: reconcile row="- child=Bram start=2026-03-02 professional=anna phone=0205550177 own-reference=S-2" => ok ; update_contact row=1 id=i1 | set_own_reference row=1 id=i1
school: reconcile token=shown row="- child=Bram start=2026-03-02 professional=anna phone=0205550177 own-reference=S-2"
  => ok refused=0 ; update_contact row=1 id=i1 reason=- | set_own_reference row=1 id=i1 reason=-
advance 1 days
school: update-contact i1 professional=anna phone=0205550101 => ok updated=1
school: own-reference i1 reference=S-1 => ok
advance 1 days
school: reconcile token=shown row="- child=Bram start=2026-03-02 professional=anna phone=0205550177 own-reference=S-2"
  => ok refused=2 ; update_contact row=1 id=i1 reason=RECONCILE_STALE | set_own_reference row=1 id=i1 reason=RECONCILE_STALE
school: involvements => i1 phone=0205550101 own-reference=S-1
# Compared anew it is a difference like any other.
school: reconcile row="- child=Bram start=2026-03-02 professional=anna phone=0205550177 own-reference=S-2" => ok ; update_contact | set_own_reference
school: reconcile token=shown row="- child=Bram start=2026-03-02 professional=anna phone=0205550177 own-reference=S-2" => ok refused=0 ; update_contact | set_own_reference
school: involvements => i1 phone=0205550177 own-reference=S-2
