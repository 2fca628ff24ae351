# Five steps: the worker, the managers, the process manager, the directorate that is asked, the alderman
# source: guide § 5.6.4
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3
  => ok step=1 handler=youth-care-agency director=guide-process-manager-oost rule=guide-step1-family-manager due=2026-03-09
youth-care-agency: escalate t1 => ok step=2 handler=youth-care-agency rule=guide-step2-own-manager due=2026-03-09
youth-care-agency: escalate t1 => ok step=3 handler=guide-process-manager-oost due=2026-03-16
guide-process-manager-oost: escalate t1 => ok step=4 handler=guide-process-manager-oost rule=guide-step4-process-manager
guide-directorate-ggz: inbox => ticket-asked ticket=t1 step=4 handler=guide-process-manager-oost
guide-directorate-ggz: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
guide-process-manager-oost: escalate t1 => ok step=5 handler=guide-alderman director=guide-process-manager-oost
guide-mayor: inbox => includes ticket-escalated ticket=t1
guide-alderman: rule t1 item=mental-health-care:deliver_help:2026-05-01
  => ok state=ruled history=opened+escalated+escalated+escalated+escalated+ruled
  ; mental-health-care act=deliver_help by=2026-05-01
mental-health-care: inbox => ticket-ruled ticket=t1
