# Everything enters through the neighbourhood team; when cooperation stalls the focal-point official binds all parties
# source: factsheet, Toeleiding; factsheet, Ontwikkeling 2014; factsheet, Samenwerking
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-haven-2 => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=regular
  => ok step=1 handler=almere-team-haven-2 director=almere-team-haven-2 rule=almere-step1-neighbourhood-team due=2026-03-09
almere-team-haven-2: inbox => ticket-assigned ticket=t1
school: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
almere-team-haven-2: escalate t1 => ok step=2 handler=almere-focal-point director=almere-team-haven-2 rule=almere-step2-focal-point
almere-focal-point: rule t1 item=mental-health-care:give_priority:2026-03-20 item=school:take_part:2026-03-20
  => ok state=ruled ; mental-health-care act=give_priority by=2026-03-20 | school act=take_part by=2026-03-20
mental-health-care: inbox => ticket-ruled ticket=t1
