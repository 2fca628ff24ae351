# Presence can be corrected; who is not named keeps what was recorded
# source: own reading
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-03-01 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-03-01 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-03-02 => ok
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-03-01 absent=school absent=police => ok ;
  school in-a-row=1 | police in-a-row=1
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-03-01 present=school => ok ; school in-a-row=0
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-03-02 absent=school => ok ; school in-a-row=1
process-manager-zeeburg: case c1 => ok tickets=- absent=2026-03-01-police,2026-03-02-school
