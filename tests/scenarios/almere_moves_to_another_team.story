# Another area: another team has the entrance
# source: factsheet, Toeleiding; move
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne postcode=1351AB => ok area=almere-haven-1
school: open-ticket t1 involvement=i1 track=B target=police category=regular
  => ok handler=almere-focal-point director=almere-team-haven-1 due=2026-03-09
almere-team-haven-1: inbox => includes ticket-opened case=c1
almere-team-haven-1: move case:c1 area=almere-poort-2 => ok
almere-focal-point: ticket t1 => ok step=1 handler=almere-focal-point director=almere-team-poort-2 due=2026-03-09
almere-team-poort-2: cases => c1
