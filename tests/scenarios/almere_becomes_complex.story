# A family that proves complex goes from the team to the network of the district
# source: factsheet, Ontwikkeling 2014; hand-over by facts
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-stad-oost-1 => ok
school: open-ticket t1 involvement=i1 track=B target=police category=regular => ok handler=almere-team-stad-oost-1
almere-team-stad-oost-1: hand-over t1 category=complex
  => ok step=1 handler=almere-supporters-stad-oost director=almere-supporters-stad-oost
