# An executors' meeting at least every six weeks, counted from the last one, until the plan ends
# source: guide § 5.4; guide § 5.6
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
at 2026-04-06 10:00
process-manager-zeeburg: milestone c1 code=executors-meeting => ok ;
  mdo-plus | family-talk | executors-meeting due=2026-05-18 held=2026-04-06 | final-evaluation due=2026-07-06
at 2026-05-11 10:00
process-manager-zeeburg: milestone c1 code=executors-meeting => ok ;
  mdo-plus | family-talk | executors-meeting due=2026-06-22 held=2026-04-06,2026-05-11 | final-evaluation
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-04-20 => ok ;
  mdo-plus | family-talk | executors-meeting due=2026-06-22 held=2026-04-06,2026-04-20,2026-05-11 | final-evaluation
at 2026-06-22 10:00
process-manager-zeeburg: milestone c1 code=executors-meeting => ok ;
  mdo-plus | family-talk | executors-meeting due=- | final-evaluation due=2026-07-06
