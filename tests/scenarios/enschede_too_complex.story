# After the contact manager the neighbourhood care team brings the parties together, then the alderman decides
# source: thesis § 5.1; own reading
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=velve-lindenhof => ok
school: open-ticket t1 involvement=i1 track=B target=housing-corporation category=coach => ok handler=enschede-coach-velve-lindenhof
enschede-coach-velve-lindenhof: escalate t1 => ok step=2 handler=enschede-contact-housing
enschede-contact-housing: escalate t1 => ok step=2 handler=enschede-care-team-oost rule=enschede-step2-care-team
enschede-care-team-oost: escalate t1 => ok step=3 handler=enschede-alderman director=enschede-coach-velve-lindenhof
enschede-alderman: rule t1 item=housing-corporation:carry_out_task:2026-04-01
  => ok state=ruled ; housing-corporation act=carry_out_task by=2026-04-01
