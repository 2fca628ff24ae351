# The case is closed for a coded reason: everybody is told, and who met by the case only meets no more
# source: guide § 5.7; domain of cases; guide ch. 4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Bram => ok
process-manager-zeeburg: open-case c1 person=Sanne person=Bram category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
school: inbox => includes plan-recorded
bjaa: inbox => includes plan-recorded
process-manager-zeeburg: inbox => includes plan-recorded
school: involved i1 => bjaa
process-manager-zeeburg: close-case c1 reason=- => refused fields reason
process-manager-zeeburg: close-case c1 guardian=stays reason=stagnation_lifted => ok kept=2031-03-02
school: inbox => any-order case-closed case=- own=i1 reason=stagnation_lifted | party-ended own=i1
bjaa: inbox => any-order case-closed case=c1 own=i2 | party-ended own=i2
process-manager-zeeburg: inbox => case-closed case=c1 own=- reason=stagnation_lifted
nobody-else is told
school: involved i1 => nothing
process-manager-zeeburg: case c1 => ok state=closed closed=stagnation_lifted kept=2031-03-02 managers=(bjaa) due=-
process-manager-zeeburg: cases => nothing
process-manager-zeeburg: cases state=closed => c1
advance 40 weeks
sweep
nobody-else is told
process-manager-zeeburg: close-case c1 reason=not_needed => refused FAILED_PRECONDITION CASE_CLOSED
process-manager-zeeburg: milestone c1 code=family-talk => refused FAILED_PRECONDITION CASE_CLOSED
process-manager-zeeburg: extend c1 reason=help_came_late => refused FAILED_PRECONDITION CASE_CLOSED
process-manager-zeeburg: manager c1 organisation=school => refused FAILED_PRECONDITION CASE_CLOSED
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school => refused FAILED_PRECONDITION CASE_CLOSED
bjaa: milestone c1 code=family-talk => refused PERMISSION_DENIED NOT_ALLOWED
school: close-case c1 reason=not_needed => refused PERMISSION_DENIED NOT_ALLOWED
process-manager-zeeburg: open-case c2 person=Sanne category=MPG3 measure=child_protection => ok
