# The directorate of the addressed organisation is not told that a shelter opened the ticket
# source: guide § 5.6.4; what a party learns (sensitive organisations)
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
shelter: register i1 adult=Mira area=stadsdeel-oost => ok
shelter: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3 => ok opener=shelter contact=p-shelter
shelter: escalate t1 to-step=4 skip=urgent => ok step=4 asked=guide-directorate-ggz
guide-directorate-ggz: ticket t1 => ok opener=- contact=- name=- handler=guide-process-manager-oost
guide-directorate-ggz: answer-ticket t1 answer=cannot => ok opener=- contact=- history=opened+escalated+answered
guide-process-manager-oost: ticket t1 => ok opener=shelter contact=p-shelter
