# Whoever keeps the overview hears that another office directs a family from now on
# source: plan §§ 2.4, 2.5, 2.6; inbox.proto (OverviewChange)
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
coordinator-zeeburg: inbox => overview-opened case=c1
process-manager-zeeburg: classify c1 category=MPG4 nuisance=yes => ok
coordinator-zeeburg: inbox => overview-director case=c1 category=MPG4
coordinator-zeeburg: district => c1 category=MPG4
