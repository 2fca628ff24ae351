# An organisation that has named no contact manager: straight to the second line
# source: Enschede, second line
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=deppenbroek => ok
school: open-ticket t1 involvement=i1 track=B target=housing-corporation-2 category=second-line
  => ok handler=enschede-coach-deppenbroek director=enschede-second-line
enschede-coach-deppenbroek: escalate t1 => ok step=2 handler=enschede-second-line
enschede-second-line: escalate t1 => ok step=3 handler=enschede-care-team-noord
