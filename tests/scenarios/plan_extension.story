# At the final evaluation it is decided whether and how long the plan goes on, for a coded reason; the next evaluation moves along
# source: guide § 5.7
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: extend c1 reason=help_came_late => refused FAILED_PRECONDITION NO_PLAN
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
school: inbox => includes plan-recorded
at 2026-07-06 10:00
process-manager-zeeburg: milestone c1 code=final-evaluation => ok ;
  mdo-plus | family-talk | executors-meeting | final-evaluation due=- held=2026-07-06
process-manager-zeeburg: extend c1 reason=- => refused fields reason
process-manager-zeeburg: extend c1 reason=help_came_late weeks=0 => refused fields weeks
process-manager-zeeburg: extend c1 reason=help_came_late weeks=21 => refused fields weeks
process-manager-zeeburg: extend c1 reason=help_came_late weeks=70000 => refused fields weeks
process-manager-zeeburg: extend c1 reason=help_came_late weeks=6 => ok end=2026-08-31 extended=help_came_late extended-by=6 ;
  mdo-plus | family-talk | executors-meeting | final-evaluation due=2026-08-17 held=2026-07-06
school: inbox => plan-extended case=- own=i1 code=twenty-weeks day=2026-08-31
school: extend c1 reason=help_came_late => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: extend c1 reason=help_came_late => refused PERMISSION_DENIED NOT_ALLOWED
at 2026-08-17 10:00
process-manager-zeeburg: milestone c1 code=final-evaluation => ok
process-manager-zeeburg: extend c1 reason=situation_changed weeks=3 => ok end=2026-09-21 extended=help_came_late,situation_changed extended-by=6+3 ;
  mdo-plus | family-talk | executors-meeting | final-evaluation due=2026-09-07
