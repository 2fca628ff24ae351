# A complex family: the network directs, and the district's one municipal manager is over it
# source: Almere, complex families; one manager for each district
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-buiten-1 => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=complex
  => ok handler=almere-team-buiten-1 director=almere-supporters-buiten
almere-team-buiten-1: escalate t1 => ok step=2 handler=almere-manager-buiten director=almere-supporters-buiten
almere-manager-buiten: escalate t1 => ok step=3 handler=almere-focal-point
