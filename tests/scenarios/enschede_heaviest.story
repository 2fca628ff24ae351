# The heaviest cases: the municipality directs the care team, and the alderman is over it
# source: Enschede, neighbourhood care team; own reading
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=helmerhoek => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=heaviest
  => ok handler=enschede-coach-helmerhoek director=enschede-care-team-zuid
enschede-coach-helmerhoek: escalate t1 => ok step=2 handler=enschede-contact-ggz director=enschede-care-team-zuid
enschede-contact-ggz: escalate t1 => ok step=2 handler=enschede-care-team-zuid rule=enschede-step2-care-team
enschede-care-team-zuid: escalate t1 => ok step=3 handler=enschede-alderman due=2026-03-09
