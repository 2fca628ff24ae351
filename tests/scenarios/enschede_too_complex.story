# After the contact manager: the second line, then the neighbourhood care team of the district
# source: Enschede, second line; neighbourhood care team
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=glanerbrug => ok
school: open-ticket t1 involvement=i1 track=B target=housing-corporation category=coach => ok handler=enschede-coach-glanerbrug
enschede-coach-glanerbrug: escalate t1 => ok step=2 handler=enschede-contact-housing
enschede-contact-housing: escalate t1 => ok step=2 handler=enschede-second-line rule=enschede-step2-second-line
enschede-second-line: escalate t1 => ok step=3 handler=enschede-care-team-oost director=enschede-coach-glanerbrug
enschede-care-team-oost: rule t1 item=housing-corporation:carry_out_task:2026-04-01
  => ok state=ruled ; housing-corporation act=carry_out_task by=2026-04-01
