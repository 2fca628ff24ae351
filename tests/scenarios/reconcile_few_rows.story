# An empty file, or half of one, ends nothing without an explicit yes
# source: registry.proto (ReconcileInvolvements); [limits] reconcile_endings_most_percent
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: register i2 child=Bram => ok
school: reconcile => ok active=2 many=yes token=yes ; end id=i1 | end id=i2
school: reconcile token=shown => refused FAILED_PRECONDITION RECONCILE_ENDINGS_MANY endings=2 active=2 percent_most=10
school: involvements active=yes => i1 | i2
school: reconcile row="- child=Bram" => ok many=yes ; end id=i1
school: reconcile token=shown row="- child=Bram" => refused FAILED_PRECONDITION RECONCILE_ENDINGS_MANY endings=1 active=2
school: reconcile token=shown accept-endings=yes row="- child=Bram" => ok many=no ; end id=i1
school: involvements active=yes => i2
nobody-else is told
