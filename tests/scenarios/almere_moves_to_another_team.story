# Another area: another team has the entrance
# source: factsheet, Toeleiding; hand-over by facts
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne postcode=1351AB => ok area=almere-haven-1
school: open-ticket t1 involvement=i1 track=B target=police category=regular => ok handler=almere-team-haven-1 due=2026-03-09
almere-team-haven-1: hand-over t1 area=almere-poort-2 => ok step=1 handler=almere-team-poort-2 due=2026-03-09
almere-manager-poort: inbox => ticket-handed-over ticket=t1 handler=almere-team-poort-2
