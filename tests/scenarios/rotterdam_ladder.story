# The borough coordinates: own organisation, coordinator, portfolio holder of the borough
# source: own reading, along the lines of Amsterdam
# covenant: rotterdam-models
at 2026-03-02 10:00
school: register i1 child=Sanne area=charlois => ok
school: open-ticket t1 involvement=i1 track=B target=debt-counselling category=support-and-prop
  => ok step=1 handler=school director=rotterdam-coordinator-charlois due=2026-03-16
school: escalate t1 => ok step=2 handler=rotterdam-coordinator-charlois rule=rotterdam-step2-director
rotterdam-coordinator-charlois: escalate t1 => ok step=3 handler=rotterdam-portfolio-holder-charlois
rotterdam-portfolio-holder-charlois: rule t1 item=debt-counselling:give_priority:2026-04-01
  => ok state=ruled ; debt-counselling act=give_priority by=2026-04-01
