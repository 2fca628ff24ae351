# Two teams of one district have the same manager; another district has another
# source: Almere, one manager for each district
# covenant: almere-2015
at 2026-03-02 10:00
school: explain track=A step=2 category=complex area=almere-haven-1 => ok handler=almere-manager-haven
school: explain track=A step=2 category=complex area=almere-haven-2 => ok handler=almere-manager-haven
school: explain track=A step=2 category=complex area=almere-stad-west-1 => ok handler=almere-manager-stad-west
school: explain track=A step=2 category=complex area=almere-stad-oost-2 => ok handler=almere-manager-stad-oost
school: explain track=A step=2 category=complex area=almere-buiten-2 => ok handler=almere-manager-buiten
school: explain track=A step=2 category=complex area=almere-poort-2 => ok handler=almere-manager-poort
