# With nuisance the mayor decides, whoever coordinates; no model is about nuisance by itself
# source: own reading
# covenant: rotterdam-models
at 2026-03-02 10:00
school: explain track=A step=3 category=finger-on-the-pulse area=overschie => ok handler=rotterdam-portfolio-holder-overschie
school: explain track=A step=3 category=finger-on-the-pulse area=overschie nuisance=yes => ok handler=rotterdam-mayor
school: explain track=A step=3 category=direct-help-urgent area=overschie => ok handler=rotterdam-alderman
school: explain track=A step=3 category=direct-help-urgent area=overschie nuisance=yes => ok handler=rotterdam-mayor
school: explain track=A step=3 category=things-in-order area=overschie => ok handler=rotterdam-portfolio-holder-overschie fact.nuisance=no
