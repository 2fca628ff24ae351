# An organisation that does not take part has named no contact manager: straight to the care team, never to the second line
# source: thesis § 5.1; own reading
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=velve-lindenhof => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=second-line
  => ok handler=enschede-coach-velve-lindenhof director=enschede-coach-velve-lindenhof
enschede-coach-velve-lindenhof: escalate t1 => ok step=2 handler=enschede-care-team-oost
enschede-care-team-oost: escalate t1 => ok step=3 handler=enschede-alderman
