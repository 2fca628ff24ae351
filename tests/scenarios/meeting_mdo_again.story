# A plan that does not help goes back to the MDO+: another kind of meeting, beside the milestones of the plan
# source: guide § 5.6.3; thesis § 5.3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: invite c1 code=mdo-plus-again day=2026-03-09 organisation=school => ok
process-manager-zeeburg: attendance c1 code=mdo-plus-again held=2026-03-02 absent=school => refused fields held_on
at 2026-03-09 10:00
process-manager-zeeburg: attendance c1 code=mdo-plus-again held=2026-03-09 absent=school => ok ; school in-a-row=1
process-manager-zeeburg: case c1 => ok planned=- plan=twenty-weeks
school: inbox => includes plan-absent own=i1 code=mdo-plus-again day=2026-03-09
process-manager-zeeburg: invite c1 code=round-table day=2026-03-20 organisation=school => refused fields milestone
