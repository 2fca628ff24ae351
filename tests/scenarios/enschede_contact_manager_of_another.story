# Another organisation proves to be the knot: its own contact manager decides
# source: thesis § 5.1; hand-over by facts
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=velve-lindenhof => ok
school: open-ticket t1 involvement=i1 track=B target=debt-counselling category=coach => ok
enschede-coach-velve-lindenhof: escalate t1 => ok handler=enschede-contact-debt
enschede-contact-debt: hand-over t1 target=youth-care-agency => ok step=2 handler=enschede-contact-youth-care
enschede-contact-youth-care: escalate t1 => ok step=2 handler=enschede-care-team-oost
