# With nuisance the last step is the mayor's, and the alderman is told
# source: guide § 5.6.4; own reading
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-noord => ok
youth-care-agency: open-ticket t1 involvement=i1 track=B target=police category=MPG3 nuisance=yes => ok
youth-care-agency: escalate t1 to-step=3 skip=already_tried => ok step=3 handler=guide-process-manager-noord
guide-process-manager-noord: escalate t1 => ok step=4 handler=guide-process-manager-noord
guide-process-manager-noord: escalate t1 => ok step=5 handler=guide-mayor
guide-alderman: inbox => includes ticket-escalated ticket=t1
guide-alderman: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
