# Things in order is for vulnerable families that find their way to services: no nuisance, no mayor, no watch
# source: what works, p. 93
# covenant: rotterdam-models
at 2026-03-02 10:00
housing-corporation: register i1 adult=Karel area=feijenoord => ok
housing-corporation: open-ticket t1 involvement=i1 track=B target=welfare-2 category=things-in-order => ok handler=housing-corporation nuisance=no
housing-corporation: escalate t1 => ok step=2 handler=rotterdam-coordinator-feijenoord
rotterdam-coordinator-feijenoord: escalate t1 => ok step=3 handler=rotterdam-portfolio-holder-feijenoord
rotterdam-coordinator-feijenoord: open-case c1 person=Bram category=things-in-order area=feijenoord => ok
rotterdam-coordinator-feijenoord: close-case c1 reason=stagnation_lifted => ok
rotterdam-coordinator-feijenoord: keep-watch c1 act=start => refused FAILED_PRECONDITION WATCH_NOT_FORESEEN
