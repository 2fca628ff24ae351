# In Almere the neighbourhood team that directs a family is told when its last helper leaves
# source: factsheet, Aanpak (not let go)
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-haven-1 => ok
almere-team-haven-1: open-case c1 person=Sanne category=regular area=almere-haven-1 => ok
almere-team-haven-1: inbox => includes case-opened
school: end i1 reason=no_longer_involved => ok
almere-team-haven-1: inbox => case-nobody-involved case=c1 category=regular
