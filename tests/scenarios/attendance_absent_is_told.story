# The organisation of an absent worker is told at once, once for each meeting
# source: guide § 5.6.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
process-manager-zeeburg: milestone c1 code=executors-meeting => ok
school: inbox => includes plan-recorded
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school absent=police => ok
school: inbox => plan-absent case=- own=i1 code=executors-meeting day=2026-03-02
police: inbox => nothing
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school => ok
school: inbox => nothing
