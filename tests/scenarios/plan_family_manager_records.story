# Director and family manager record milestones, each is told what the other recorded; nobody else may
# source: guide ch. 2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
bjaa: milestone c1 code=family-talk => refused PERMISSION_DENIED NOT_ALLOWED alike=a
bjaa: milestone c9 code=family-talk => refused PERMISSION_DENIED NOT_ALLOWED alike=a
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: inbox => includes family-manager
bjaa: inbox => includes family-manager
bjaa: milestone c1 code=family-talk => ok
process-manager-zeeburg: inbox => plan-held case=c1 code=family-talk day=2026-03-02
bjaa: inbox => plan-held case=c1 own=i2 code=family-talk
school: milestone c1 code=family-talk => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: milestone c1 code=family-talk => refused PERMISSION_DENIED NOT_ALLOWED
