# Watch that is kept while the case is open goes to the new family manager; without one to the director
# source: what works, p. 93 (finger on the pulse)
# covenant: rotterdam-models
at 2026-03-02 10:00
welfare: register i1 child=Sanne area=charlois => ok
debt-counselling: register i2 child=Sanne area=charlois => ok
rotterdam-coordinator-charlois: open-case c1 person=Sanne category=finger-on-the-pulse area=charlois => ok
rotterdam-coordinator-charlois: keep-watch c1 act=start => ok watch=rotterdam-coordinator-charlois
rotterdam-coordinator-charlois: inbox => includes watch-started
# Begun before there was a family manager: it goes to the first one.
rotterdam-coordinator-charlois: manager c1 organisation=welfare => ok
rotterdam-coordinator-charlois: case c1 => ok watch=welfare look-due=2026-03-30
welfare: inbox => includes watch-started case=c1
welfare: watches => c1 by=welfare
rotterdam-coordinator-charlois: inbox => includes watch-started
rotterdam-coordinator-charlois: manager c1 organisation=debt-counselling => ok
rotterdam-coordinator-charlois: case c1 => ok watch=debt-counselling look-due=2026-03-30
welfare: inbox => includes watch-stopped case=c1 day=2026-03-02
debt-counselling: inbox => includes watch-started case=c1
rotterdam-coordinator-charlois: inbox => includes watch-started case=c1
welfare: watches => ok more=no
welfare: keep-watch c1 act=look on=today finding=nothing_needed => refused PERMISSION_DENIED NOT_ALLOWED
debt-counselling: keep-watch c1 act=look on=today finding=nothing_needed => ok
debt-counselling: end i2 => ok
debt-counselling: inbox => watch-stopped case=c1
rotterdam-coordinator-charlois: inbox => includes watch-started case=c1
rotterdam-coordinator-charlois: case c1 => ok watch=rotterdam-coordinator-charlois
debt-counselling: watches => ok more=no
at 2026-03-31 10:00
sweep
debt-counselling: inbox => nothing
