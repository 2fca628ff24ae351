# What lies with the organisation that it is against is closed and taken further by who opened it only
# source: guide § 5.6.2; own reading
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: register i2 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: open-ticket t1 involvement=i2 track=B obstacle=absent_from_meetings target=school category=MPG3
  => ok step=1 handler=school rule=guide-step1-manager-of-the-absent
school: ticket t1 => ok state=open handler=school
school: resolve t1 how=agreement => refused PERMISSION_DENIED NOT_HANDLER
school: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
school: hand-over t1 target=police => refused PERMISSION_DENIED NOT_HANDLER
school: withdraw t1 => refused PERMISSION_DENIED NOT_HANDLER
guide-process-manager-oost: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
youth-care-agency: ticket t1 => ok state=open handler=school
youth-care-agency: resolve t1 how=agreement => ok state=resolved
