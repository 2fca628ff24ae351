# Teams of one district have the same manager, who hears of their tickets; another district has another
# source: factsheet, Ontwikkeling 2014; own reading
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-haven-3 => ok
school: register i2 child=Bram area=almere-stad-west-4 => ok
school: open-ticket t1 involvement=i1 track=B target=police category=regular => ok director=almere-team-haven-3
school: open-ticket t2 involvement=i2 track=B target=police category=regular => ok director=almere-team-stad-west-4
almere-manager-haven: inbox => ticket-opened ticket=t1
almere-manager-stad-west: inbox => ticket-opened ticket=t2
almere-manager-poort: inbox => nothing
