# Organisations are invited to a meeting, that and when; they are told, and reminded before it
# source: guide § 5.6.1 (participants are reminded)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: invite c1 code=executors-meeting day=2026-04-13 organisation=school => refused FAILED_PRECONDITION NO_PLAN
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
school: inbox => includes family-manager
bjaa: inbox => includes family-manager
process-manager-zeeburg: inbox => includes family-manager
bjaa: invite c1 code=executors-meeting day=2026-04-13 organisation=school organisation=bjaa => executors-meeting day=2026-04-13
school: inbox => plan-invited case=- own=i1 code=executors-meeting day=2026-04-13
bjaa: inbox => plan-invited case=c1 own=i2 code=executors-meeting day=2026-04-13
process-manager-zeeburg: case c1 => ok planned=executors-meeting:2026-04-13
at 2026-04-06 10:00
sweep
school: inbox => includes plan-meeting-soon own=i1 code=executors-meeting day=2026-04-13
bjaa: inbox => includes plan-meeting-soon
sweep
school: inbox => nothing
at 2026-04-13 10:00
bjaa: milestone c1 code=executors-meeting => ok
process-manager-zeeburg: case c1 => ok planned=-
