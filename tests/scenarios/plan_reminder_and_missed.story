# A week before a milestone director and family manager are reminded; what was missed is for the director
# source: guide § 5.6.1; domain of cases (every milestone has a due date, a reminder, and when missed a notification)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: follow-up m1 state=contact_made => ok
bjaa: follow-up m1 state=contact_made => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
school: inbox => includes plan-recorded
bjaa: inbox => includes plan-recorded case=c1
process-manager-zeeburg: inbox => includes plan-recorded
at 2026-03-22 10:00
sweep
nobody-else is told
at 2026-03-23 10:00
sweep
sweep
bjaa: inbox => plan-due case=c1 own=i2 code=family-talk day=2026-03-30
process-manager-zeeburg: inbox => plan-due case=c1 own=- code=family-talk day=2026-03-30
nobody-else is told
at 2026-03-30 23:00
sweep
nobody-else is told
at 2026-03-31 10:00
sweep
sweep
process-manager-zeeburg: inbox => plan-missed case=c1 code=family-talk day=2026-03-30
nobody-else is told
process-manager-zeeburg: case c1 => ok due=2026-03-30 overdue=yes
process-manager-zeeburg: cases overdue=yes => c1
bjaa: milestone c1 code=family-talk held=2026-04-01 => refused fields held_on
bjaa: milestone c1 code=family-talk held=2026-03-31 => ok ;
  mdo-plus | family-talk due=- held=2026-03-31 missed=no | executors-meeting due=2026-04-13 | final-evaluation
process-manager-zeeburg: case c1 => ok due=2026-04-13 overdue=no
