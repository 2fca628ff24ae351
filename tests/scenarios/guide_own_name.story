# By the guide the process manager who asks in the own name begins at the step that is the process manager's
# source: guide § 5.6.4
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-oost => ok
guide-process-manager-oost: open-case c1 person=Sanne area=stadsdeel-oost category=MPG3 measure=child_protection => ok
guide-process-manager-oost: manager c1 organisation=youth-care-agency => ok
guide-process-manager-oost: open-ticket t1 case=c1 track=B target=youth-care-agency reason=own_initiative
  => ok step=3 opener=guide-process-manager-oost handler=guide-process-manager-oost rule=guide-step3-process-manager
youth-care-agency: resolve t1 how=task_done => refused PERMISSION_DENIED NOT_HANDLER
guide-process-manager-oost: escalate t1 => ok step=4 handler=guide-process-manager-oost
guide-process-manager-oost: escalate t1 => ok step=5 handler=guide-alderman
# Who stays away from the meetings is first the business of its own manager; the opener takes it further.
guide-process-manager-oost: open-ticket t2 case=c1 track=B obstacle=absent_from_meetings target=youth-care-agency
  reason=own_initiative => ok step=1 handler=youth-care-agency rule=guide-step1-manager-of-the-absent
youth-care-agency: resolve t2 how=task_done => refused PERMISSION_DENIED NOT_HANDLER
guide-process-manager-oost: escalate t2 => ok step=3 handler=guide-process-manager-oost
