# The last day of the plan has passed and the case is open still: the director is told, once
# source: guide § 5.1
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
process-manager-zeeburg: milestone c1 code=family-talk => ok
at 2026-07-20 10:00
process-manager-zeeburg: milestone c1 code=executors-meeting => ok
process-manager-zeeburg: milestone c1 code=final-evaluation => ok
process-manager-zeeburg: inbox => includes plan-held code=final-evaluation
sweep
process-manager-zeeburg: inbox => nothing
at 2026-07-21 10:00
sweep
sweep
process-manager-zeeburg: inbox => plan-over case=c1 code=twenty-weeks day=2026-07-20
process-manager-zeeburg: case c1 => ok due=2026-07-20 overdue=yes
process-manager-zeeburg: extend c1 reason=situation_changed => ok end=2026-08-31 over=no
at 2026-09-02 10:00
sweep
process-manager-zeeburg: inbox => plan-extended | plan-due code=final-evaluation day=2026-08-17 | plan-missed code=final-evaluation
  | plan-due code=executors-meeting day=2026-08-31 | plan-missed code=executors-meeting | plan-over day=2026-08-31
