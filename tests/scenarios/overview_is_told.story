# Whoever keeps the overview of a district is told of each change in a case that another office directs
# source: plan §§ 2.4, 2.5, 2.8; inbox.proto (OverviewEvent)
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
coordinator-zeeburg: inbox => overview-opened case=c1 area=zeeburg category=MPG3 director=process-manager-zeeburg
process-manager-zeeburg: manager c1 organisation=bjaa => ok
coordinator-zeeburg: inbox => overview-family-manager case=c1
process-manager-zeeburg: classify c1 nuisance=yes => ok
coordinator-zeeburg: inbox => overview-classified case=c1
bjaa: end i1 => ok
coordinator-zeeburg: inbox => overview-family-manager case=c1
process-manager-zeeburg: add-persons c1 person=Bram => ok
coordinator-zeeburg: inbox => nothing
process-manager-zeeburg: move case:c1 area=noord => ok
coordinator-zeeburg: inbox => includes overview-moved-away case=c1 area=zeeburg director=process-manager-zeeburg
coordinator-noord: inbox => includes overview-opened case=c1 area=noord
coordinator-zeeburg: open-case c2 person=Cees category=MPG1 => ok
coordinator-zeeburg: inbox => case-opened case=c2
