# In Almere waiting for help is an obstacle that can be escalated, and is told apart from the others
# source: factsheet, Continu (waiting is counted)
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-haven-2 => ok
school: open-ticket t1 involvement=i1 track=B obstacle=waiting_list target=mental-health-care category=regular
  => ok obstacle=waiting_list handler=almere-focal-point rule=almere-stalled
