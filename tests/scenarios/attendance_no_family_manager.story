# Without a family manager there is nobody for whom the ladder could open: the director is told, once
# source: own reading
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-02-20 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-27 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-28 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-03-01 => ok
process-manager-zeeburg: inbox => includes plan-held
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-27 absent=school => ok
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-28 absent=school => ok ; school in-a-row=2 ticket=-
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-03-01 absent=school => ok ; school in-a-row=3 ticket=-
process-manager-zeeburg: inbox => stays-away case=c1 organisation=school in-a-row=2 reason=no_family_manager
process-manager-zeeburg: case c1 => ok tickets=-
