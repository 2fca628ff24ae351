# The heaviest cases: the municipality directs the care team, and the alderman is over it
# source: thesis § 5.1; own reading
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=velve-lindenhof => ok
school: open-ticket t1 involvement=i1 track=B target=addiction-care category=heaviest
  => ok handler=enschede-coach-velve-lindenhof director=enschede-care-team-oost
enschede-coach-velve-lindenhof: escalate t1 => ok step=2 handler=enschede-contact-addiction-care director=enschede-care-team-oost
enschede-contact-addiction-care: escalate t1 => ok step=2 handler=enschede-care-team-oost rule=enschede-step2-care-team
enschede-care-team-oost: escalate t1 => ok step=3 handler=enschede-alderman due=2026-03-09
