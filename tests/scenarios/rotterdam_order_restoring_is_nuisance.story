# In this model a family counts as causing nuisance, whatever the director says
# source: Rotterdam, order-restoring; own reading
# covenant: rotterdam-models
at 2026-03-02 10:00
housing-corporation: register i1 adult=Karel area=rotterdam-noord => ok
rotterdam-coordinator-noord: open-case c1 person=Karel category=order-restoring area=rotterdam-noord nuisance=no => ok
housing-corporation: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=order-restoring => ok nuisance=yes
housing-corporation: escalate t1 to-step=3 skip=urgent => ok handler=rotterdam-mayor
rotterdam-coordinator-noord: classify c1 category=finger-on-the-pulse nuisance=no => ok
housing-corporation: ticket t1 => ok handler=rotterdam-portfolio-holder-noord nuisance=no
