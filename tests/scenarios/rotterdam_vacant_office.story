# Pernis has no coordinator at present: the city stands in, and goes its own way up
# source: no office is ever empty
# covenant: rotterdam-models
at 2026-03-02 10:00
school: register i1 child=Sanne postcode=3195AA => ok area=pernis
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=support-and-prop
  => ok handler=school director=rotterdam-urgent-help
school: escalate t1 => ok step=2 handler=rotterdam-urgent-help
rotterdam-urgent-help: escalate t1 => ok step=3 handler=rotterdam-alderman
