# One network of family supporters works for every district of the town
# source: factsheet, Ontwikkeling 2014
# covenant: almere-2015
at 2026-03-02 10:00
school: covenant => ok id=almere-2015 areas=16
school: explain track=A step=1 category=complex area=almere-haven-1 => ok director=almere-supporters-haven
school: explain track=A step=1 category=complex area=almere-haven-3 => ok director=almere-supporters-haven
school: explain track=A step=1 category=complex area=almere-stad-west-4 => ok director=almere-supporters-stad-west
school: explain track=A step=1 category=complex area=almere-stad-oost-4 => ok director=almere-supporters-stad-oost
school: explain track=A step=1 category=complex area=almere-buiten-3 => ok director=almere-supporters-buiten
school: explain track=A step=1 category=complex area=almere-poort-2 => ok director=almere-supporters-poort
