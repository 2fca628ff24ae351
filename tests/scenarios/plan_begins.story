# The meeting that makes the plan begins it: twenty weeks, with its milestones
# source: guide § 5.2; guide § 5.3; guide § 5.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
school: inbox => match
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok due=-
process-manager-zeeburg: inbox => case-opened
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-03-02
  => ok plan=twenty-weeks start=2026-03-02 end=2026-07-20 over=no extended=- ;
  mdo-plus due=- held=2026-03-02 | family-talk due=2026-03-30 held=- missed=no
  | executors-meeting due=2026-04-13 | final-evaluation due=2026-07-06
school: inbox => plan-recorded case=- own=i1 code=twenty-weeks day=2026-07-20
bjaa: inbox => plan-recorded own=i2
process-manager-zeeburg: inbox => plan-recorded case=c1 own=-
nobody-else is told
process-manager-zeeburg: case c1 => ok plan=twenty-weeks plan-end=2026-07-20 due=2026-03-30
process-manager-zeeburg: cases => c1 due=2026-03-30 plan=twenty-weeks
