# On step 2 a family that proves complex goes from the network to the manager
# source: Almere, complex families; hand-over by facts
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-stad-oost-1 => ok
school: open-ticket t1 involvement=i1 track=B target=police category=regular => ok
almere-team-stad-oost-1: escalate t1 => ok step=2 handler=almere-supporters-stad-oost
almere-supporters-stad-oost: hand-over t1 category=complex
  => ok step=2 handler=almere-manager-stad-oost director=almere-supporters-stad-oost
