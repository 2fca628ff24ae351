# What is wrong with an invitation is told field by field; nobody who is not involved learns of a meeting
# source: plan.proto; bad input
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
school: inbox => includes plan-recorded
process-manager-zeeburg: invite c1 code=executors-meeting day=2026-03-20 => refused fields invited_oins
process-manager-zeeburg: invite c1 code=executors-meeting day=2026-03-20 organisation=police => refused fields invited_oins[0]
process-manager-zeeburg: invite c1 code=executors-meeting day=2026-03-20 organisation=school organisation=school => refused fields invited_oins[1]
process-manager-zeeburg: invite c1 code=circus day=2026-03-01 organisation=school => refused fields day milestone
process-manager-zeeburg: invite c1 code=- day=raw organisation=school => refused fields day milestone
coordinator-zeeburg: invite c1 code=executors-meeting day=2026-03-20 organisation=school => refused PERMISSION_DENIED NOT_ALLOWED
school: invite c1 code=executors-meeting day=2026-03-20 organisation=school => refused PERMISSION_DENIED NOT_ALLOWED
process-manager-zeeburg: case c1 => ok planned=-
school: inbox => nothing
police: inbox => nothing
