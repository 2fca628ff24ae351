# A very complex family goes to the focal-point official at once, who directs it too
# source: factsheet, Ontwikkeling 2014; factsheet, Samenwerking
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-poort-1 => ok
school: open-ticket t1 involvement=i1 track=B target=social-services category=very-complex
  => ok step=1 handler=almere-focal-point director=almere-focal-point rule=almere-very-complex due=2026-03-04
almere-focal-point: inbox => ticket-assigned ticket=t1
almere-focal-point: rule t1 item=social-services:carry_out_task:2026-04-01
  => ok state=ruled ; social-services act=carry_out_task by=2026-04-01
