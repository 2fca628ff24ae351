# A family that is shielded after its meeting was planned: a repeated request tells no more than a new one
# source: shielded person; what a party learns
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-02-20 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-28 => ok
bjaa: invite c1 code=executors-meeting day=2026-03-09 organisation=school request=r1
  => executors-meeting day=2026-03-09 invited=school
bjaa: attendance c1 code=executors-meeting held=2026-02-28 absent=school present=bjaa request=r2
  => school in-a-row=1 | bjaa in-a-row=0
population-register: record-shielding Sanne => ok
bjaa: invite c1 code=executors-meeting day=2026-03-09 organisation=school request=r1
  => executors-meeting day=2026-03-09 invited=
# Whom it named itself it named; how it went since then is not told.
bjaa: attendance c1 code=executors-meeting held=2026-02-28 absent=school present=bjaa request=r2 => bjaa in-a-row=0
