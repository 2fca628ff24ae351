# The covenant says who keeps watch: an office of the borough or the city, or the last family manager; without one the director
# source: what works, p. 93 (refresh)
# covenant: rotterdam-models
at 2026-03-02 10:00
rotterdam-coordinator-charlois: open-case c1 person=Sanne category=direct-help area=charlois => ok
rotterdam-coordinator-charlois: close-case c1 reason=stagnation_lifted => ok
rotterdam-coordinator-charlois: keep-watch c1 act=start => ok watch=rotterdam-coordinator-charlois look-due=2026-03-16
rotterdam-coordinator-charlois: inbox => includes watch-started
rotterdam-coordinator-charlois: keep-watch c1 act=look on=today finding=nothing_needed => ok
rotterdam-urgent-help: open-case c2 person=Bram category=direct-help-urgent area=charlois => ok
rotterdam-urgent-help: close-case c2 reason=stagnation_lifted => ok
rotterdam-urgent-help: keep-watch c2 act=start => ok watch=rotterdam-urgent-help look-due=2026-03-09
rotterdam-coordinator-charlois: open-case c3 person=Mira category=refresh area=charlois => ok
rotterdam-coordinator-charlois: close-case c3 reason=stagnation_lifted => ok
rotterdam-coordinator-charlois: keep-watch c3 act=start => ok watch=rotterdam-coordinator-charlois
