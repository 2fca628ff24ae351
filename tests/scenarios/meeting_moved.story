# A meeting that is planned anew: who is invited to another day is told, and who need not come
# source: guide § 5.6.1
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
youth-health: register i2 child=Sanne => ok
police: register i3 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
school: inbox => includes plan-recorded
youth-health: inbox => includes plan-recorded
police: inbox => includes plan-recorded
process-manager-zeeburg: invite c1 code=family-talk day=2026-03-20 organisation=school organisation=youth-health => ok
school: inbox => plan-invited
youth-health: inbox => plan-invited
process-manager-zeeburg: invite c1 code=family-talk day=2026-03-20 organisation=school organisation=police => ok
school: inbox => nothing
police: inbox => plan-invited day=2026-03-20
youth-health: inbox => plan-called-off code=family-talk day=2026-03-20
process-manager-zeeburg: invite c1 code=family-talk day=2026-03-27 organisation=school organisation=police => ok
school: inbox => plan-invited day=2026-03-27
police: inbox => plan-invited day=2026-03-27
