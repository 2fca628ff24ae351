# The coach advises, and the contact manager turns the advice into a decision at once
# source: thesis § 5.1
# covenant: enschede-2010
at 2026-03-02 10:00
neighbourhood-coaching: register i1 child=Sanne area=velve-lindenhof => ok
neighbourhood-coaching: open-ticket t1 involvement=i1 track=B target=social-services category=coach
  => ok step=1 handler=enschede-coach-velve-lindenhof director=enschede-coach-velve-lindenhof due=2026-03-09
enschede-coach-velve-lindenhof: escalate t1 => ok step=2 handler=enschede-contact-income
  rule=enschede-step2-contact-manager due=2026-03-04
enschede-contact-income: resolve t1 how=task_done => ok state=resolved resolution=task_done
enschede-coach-velve-lindenhof: inbox => includes ticket-resolved ticket=t1
