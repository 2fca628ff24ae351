# The directorate of the addressed organisation is shown no more of a shielded family than its organisation
# source: guide § 5.6.4; shielded person
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
population-register: record-shielding Sanne => ok
school: register i1 child=Sanne area=stadsdeel-oost => ok
mental-health-care: register i2 child=Sanne area=stadsdeel-oost => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3 => ok opener=school
mental-health-care: ticket t1 => ok opener=- contact=- name=- target=mental-health-care
school: escalate t1 to-step=4 skip=urgent => ok step=4 asked=guide-directorate-ggz
guide-directorate-ggz: ticket t1
  => ok opener=- contact=- name=- target=mental-health-care handler=guide-process-manager-oost asked=guide-directorate-ggz
guide-directorate-ggz: tickets role=asked => t1 opener=- contact=-
guide-directorate-ggz: answer-ticket t1 answer=cannot => ok opener=- contact=- answer=cannot
guide-process-manager-oost: ticket t1 => ok opener=school contact=p-school
population-register: record-shielding Sanne shielded=no => ok
guide-directorate-ggz: ticket t1 => ok opener=school contact=p-school
