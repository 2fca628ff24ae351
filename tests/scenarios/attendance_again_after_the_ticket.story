# When the ticket about a run of absences is closed and somebody goes on staying away, the ladder opens anew
# source: guide § 5.6.2 (a next absence); own reading
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-02-20 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-26 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-27 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-28 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-03-01 => ok
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-26 absent=school => ok ; school in-a-row=1 ticket=-
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-27 absent=school => ok ; school in-a-row=2 ticket=-
# For want of a family manager there was none; now there is one
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-28 absent=school => ok ; school in-a-row=3 ticket=t1
bjaa: resolve t1 how=agreement => ok
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-03-01 absent=school => ok ; school in-a-row=4 ticket=t2
# The same once more is no next absence
bjaa: resolve t2 how=agreement => ok
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-03-01 absent=school => ok ; school in-a-row=4 ticket=t2
