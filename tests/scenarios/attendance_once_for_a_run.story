# The ladder opens once for a run of absences; presence ends the run
# source: guide § 5.6.2 (a next absence)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
process-manager-zeeburg: milestone c1 code=executors-meeting => ok
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school => ok ; school in-a-row=1
advance 1 days
process-manager-zeeburg: milestone c1 code=executors-meeting => ok
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school => ok ; school in-a-row=2 ticket=t1
advance 1 days
process-manager-zeeburg: milestone c1 code=executors-meeting => ok
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school => ok ; school in-a-row=3 ticket=t1
process-manager-zeeburg: case c1 => ok tickets=t1
advance 1 days
process-manager-zeeburg: milestone c1 code=executors-meeting => ok
process-manager-zeeburg: attendance c1 code=executors-meeting present=school => ok ; school in-a-row=0 ticket=-
advance 1 days
process-manager-zeeburg: milestone c1 code=executors-meeting => ok
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school => ok ; school in-a-row=1 ticket=-
advance 1 days
process-manager-zeeburg: milestone c1 code=executors-meeting => ok
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school => ok ; school in-a-row=2 ticket=t2
process-manager-zeeburg: case c1 => ok tickets=t1,t2
