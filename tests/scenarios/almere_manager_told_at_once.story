# The manager of the district hears at once that an agreed plan is not carried out
# source: factsheet, Ontwikkeling 2014; own reading
# covenant: almere-2015
at 2026-03-02 10:00
welfare: register i1 child=Sanne area=almere-haven-1 => ok
welfare: open-ticket t1 involvement=i1 track=B target=police category=regular => ok director=almere-team-haven-1
almere-manager-haven: inbox => ticket-opened ticket=t1 handler=almere-focal-point
almere-manager-buiten: inbox => nothing
