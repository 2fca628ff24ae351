# A family that proves complex goes from the team to the network of the district; its ticket stays with the focal-point official
# source: factsheet, Ontwikkeling 2014; a change of category
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-stad-oost-1 => ok
school: open-ticket t1 involvement=i1 track=B target=police category=regular
  => ok handler=almere-focal-point director=almere-team-stad-oost-1
almere-team-stad-oost-1: inbox => includes ticket-opened case=c1
almere-team-stad-oost-1: classify c1 category=complex => ok director=almere-supporters-stad-oost
almere-focal-point: ticket t1 => ok step=1 handler=almere-focal-point director=almere-supporters-stad-oost
