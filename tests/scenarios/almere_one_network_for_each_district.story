# One network of family supporters works for every district of the town
# source: factsheet, Ontwikkeling 2014
# covenant: almere-2015
at 2026-03-02 10:00
school: covenant => ok id=almere-2015 areas=16
school: explain track=A step=1 category=complex area=almere-haven-1 => ok handler=almere-supporters-haven
school: explain track=A step=1 category=complex area=almere-haven-3 => ok handler=almere-supporters-haven
school: explain track=A step=1 category=complex area=almere-stad-west-4 => ok handler=almere-supporters-stad-west
school: explain track=A step=1 category=complex area=almere-stad-oost-4 => ok handler=almere-supporters-stad-oost
school: explain track=A step=1 category=complex area=almere-buiten-3 => ok handler=almere-supporters-buiten
school: explain track=A step=1 category=complex area=almere-poort-2 => ok handler=almere-supporters-poort
