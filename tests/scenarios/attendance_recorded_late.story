# An earlier absence that is recorded late opens no second ticket while the first is open
# source: guide § 5.6.2 (a next absence)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-02-20 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-26 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-27 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-28 => ok
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-27 absent=school => ok ; school in-a-row=1 ticket=-
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-28 absent=school => ok ; school in-a-row=2 ticket=t1
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-26 absent=school => ok ; school in-a-row=3 ticket=t1
process-manager-zeeburg: case c1 => ok tickets=t1
# Nor when that proves to have been none.
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-26 present=school => ok ; school in-a-row=2 ticket=t1
process-manager-zeeburg: case c1 => ok tickets=t1
