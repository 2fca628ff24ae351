# Another plan takes the place of the one that runs: nothing of the former is asked any more
# source: own reading (the category or the intensity changes)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok plan=twenty-weeks
at 2026-03-09 10:00
process-manager-zeeburg: milestone c1 code=mdo-plus plan=twenty-weeks => refused fields plan
process-manager-zeeburg: milestone c1 code=mdo-plus plan=local-ten-weeks => refused fields plan
process-manager-zeeburg: milestone c1 code=family-talk plan=ten-weeks => refused fields milestone
process-manager-zeeburg: milestone c1 code=mdo-plus plan=ten-weeks => ok plan=ten-weeks start=2026-03-09 end=2026-05-18
process-manager-zeeburg: inbox => includes plan-recorded code=twenty-weeks | plan-recorded code=ten-weeks
at 2026-03-17 10:00
sweep
process-manager-zeeburg: inbox => plan-due code=family-talk day=2026-03-23
