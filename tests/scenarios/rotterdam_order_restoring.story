# Order-restoring is about nuisance by its nature: the last step is the mayor's
# source: Rotterdam, order-restoring; own reading
# covenant: rotterdam-models
at 2026-03-02 10:00
housing-corporation: register i1 adult=Karel area=feijenoord => ok
housing-corporation: open-ticket t1 involvement=i1 track=B target=welfare-2 category=order-restoring nuisance=no => ok handler=housing-corporation
housing-corporation: escalate t1 => ok step=2 handler=rotterdam-coordinator-feijenoord
rotterdam-coordinator-feijenoord: escalate t1 => ok step=3 handler=rotterdam-mayor
rotterdam-mayor: inbox => ticket-assigned ticket=t1
