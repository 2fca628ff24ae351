# In the guide a next absence goes to the absent worker's manager, then the own manager, then the process manager
# source: guide § 5.6.2; guide § 5.6.4
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: register i2 child=Sanne area=stadsdeel-oost => ok
guide-process-manager-oost: open-case c1 person=Sanne category=MPG3 measure=child_protection area=stadsdeel-oost => ok
guide-process-manager-oost: manager c1 organisation=youth-care-agency => ok
guide-process-manager-oost: milestone c1 code=mdo-plus held=2026-02-20 => ok
guide-process-manager-oost: milestone c1 code=executors-meeting held=2026-02-27 => ok
guide-process-manager-oost: milestone c1 code=executors-meeting held=2026-02-28 => ok
school: inbox => includes plan-recorded
youth-care-agency: attendance c1 code=executors-meeting held=2026-02-27 absent=school => ok ; school in-a-row=1 ticket=-
school: inbox => plan-absent own=i1 code=executors-meeting
youth-care-agency: attendance c1 code=executors-meeting held=2026-02-28 absent=school => ok ; school in-a-row=2 ticket=t1
school: inbox => includes ticket-assigned ticket=t1 step=1
youth-care-agency: inbox => includes ticket-opened ticket=t1
youth-care-agency: ticket t1 => ok step=1 handler=school rule=guide-step1-manager-of-the-absent obstacle=absent_from_meetings due=2026-03-09
youth-care-agency: escalate t1 => ok step=2 handler=youth-care-agency rule=guide-step2-own-manager
youth-care-agency: escalate t1 => ok step=3 handler=guide-process-manager-oost rule=guide-step3-process-manager
