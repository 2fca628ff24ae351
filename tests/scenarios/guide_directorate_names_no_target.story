# Who is not told the target is not told its directorate either, whatever that answers; who opens in its name is
# source: guide § 5.6.4; shielded person
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
population-register: record-shielding Sanne => ok
mental-health-care: register i1 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: register i2 child=Sanne area=stadsdeel-oost => ok
guide-process-manager-oost: open-case c1 person=Sanne category=MPG3 measure=child_protection area=stadsdeel-oost => ok
guide-process-manager-oost: manager c1 organisation=youth-care-agency => ok
guide-process-manager-oost: open-ticket t1 case=c1 track=B target=mental-health-care reason=own_initiative
  => ok opener=youth-care-agency target=mental-health-care
youth-care-agency: escalate t1 to-step=4 skip=urgent => ok step=4 target=- asked=- answer-by=2026-03-09
guide-directorate-ggz: answer-ticket t1 answer=cannot => ok asked=guide-directorate-ggz answer=cannot
youth-care-agency: ticket t1 => ok target=- asked=- answer=cannot
guide-process-manager-oost: ticket t1 => ok target=mental-health-care asked=guide-directorate-ggz answer=cannot
# Whom it names itself it is told, and its directorate.
youth-care-agency: open-ticket t2 involvement=i2 track=B target=mental-health-care category=MPG3 => ok
youth-care-agency: escalate t2 to-step=4 skip=urgent => ok target=mental-health-care asked=guide-directorate-ggz
