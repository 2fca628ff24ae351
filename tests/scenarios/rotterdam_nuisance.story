# With nuisance the mayor decides, whoever coordinates
# source: own reading
# covenant: rotterdam-models
at 2026-03-02 10:00
school: explain track=A step=3 category=finger-on-the-pulse area=overschie => ok handler=rotterdam-portfolio-holder-overschie
school: explain track=A step=3 category=finger-on-the-pulse area=overschie nuisance=yes => ok handler=rotterdam-mayor
school: explain track=A step=3 category=direct-help-urgent area=overschie => ok handler=rotterdam-alderman
school: explain track=A step=3 category=direct-help-urgent area=overschie nuisance=yes => ok handler=rotterdam-mayor
school: explain track=A step=3 category=order-restoring area=overschie => ok handler=rotterdam-mayor fact.nuisance=yes
