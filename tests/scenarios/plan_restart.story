# Plan, presence and watch survive a restart, and so do their deadlines
# source: promise L2
# depths: embedded postgres mtls
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
process-manager-zeeburg: inbox => includes plan-recorded
at 2026-04-07 10:00
restart
sweep
restart
sweep
process-manager-zeeburg: inbox => plan-due code=family-talk | plan-missed code=family-talk | plan-due code=executors-meeting
  | follow-up-due stage=director
process-manager-zeeburg: milestone c1 code=executors-meeting => ok
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school => ok
restart
process-manager-zeeburg: case c1 => ok plan=twenty-weeks managers=bjaa absent=2026-04-07-school due=2026-03-30
