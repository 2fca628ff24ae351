# Direct help: how urgent it is decides where the coordination lies
# source: what works, p. 93; own reading
# covenant: rotterdam-models
at 2026-03-02 10:00
outreach-care: register i1 child=Sanne area=delfshaven => ok
outreach-care: register i2 child=Bram area=delfshaven => ok
outreach-care: open-ticket t1 involvement=i1 track=B target=mental-health-care category=direct-help
  => ok step=1 handler=outreach-care director=rotterdam-coordinator-delfshaven due=2026-03-16
outreach-care: open-ticket t2 involvement=i2 track=B target=mental-health-care category=direct-help-urgent
  => ok step=1 handler=rotterdam-urgent-help director=rotterdam-urgent-help due=2026-03-03
rotterdam-urgent-help: inbox => ticket-assigned ticket=t2
rotterdam-coordinator-delfshaven: inbox => ticket-opened ticket=t1 | ticket-opened ticket=t2
outreach-care: escalate t1 => ok step=2 handler=rotterdam-coordinator-delfshaven
rotterdam-coordinator-delfshaven: hand-over t1 category=direct-help-urgent
  => ok step=2 handler=rotterdam-urgent-help director=rotterdam-urgent-help due=2026-03-16
rotterdam-urgent-help: escalate t1 => ok step=3 handler=rotterdam-alderman due=2026-03-04
