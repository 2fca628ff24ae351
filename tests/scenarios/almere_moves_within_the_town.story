# A family that moves to another district has another team, network and manager
# source: factsheet, Toeleiding; move
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-haven-1 => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=regular => ok director=almere-team-haven-1
school: move i1 area=almere-poort-2 => ok area=almere-poort-2
school: ticket t1 => ok handler=almere-focal-point director=almere-team-poort-2
almere-team-haven-1: inbox => includes moved from=almere-haven-1 to=almere-poort-2
