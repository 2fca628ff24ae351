# When cooperation stalls the focal-point official acts at once, and binds all parties; who directs goes on directing
# source: factsheet, Ontwikkeling 2014; factsheet, Samenwerking
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-haven-2 => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=regular
  => ok step=1 handler=almere-focal-point director=almere-team-haven-2 rule=almere-stalled due=2026-03-09
almere-focal-point: inbox => ticket-assigned ticket=t1
almere-team-haven-2: inbox => includes ticket-opened ticket=t1 handler=almere-focal-point
school: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
almere-team-haven-2: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
almere-focal-point: escalate t1 => refused FAILED_PRECONDITION any
almere-focal-point: rule t1 item=mental-health-care:give_priority:2026-03-20 item=school:take_part:2026-03-20
  => ok state=ruled ; mental-health-care act=give_priority by=2026-03-20 | school act=take_part by=2026-03-20
mental-health-care: inbox => ticket-ruled ticket=t1
