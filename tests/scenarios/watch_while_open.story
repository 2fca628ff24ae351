# Finger on the pulse: regular check visits while the case is open; they end with it
# source: what works, p. 93 (finger on the pulse)
# covenant: rotterdam-models
at 2026-03-02 10:00
welfare: register i1 child=Sanne area=charlois => ok
rotterdam-coordinator-charlois: open-case c1 person=Sanne category=finger-on-the-pulse area=charlois => ok
rotterdam-coordinator-charlois: manager c1 organisation=welfare => ok
rotterdam-coordinator-charlois: keep-watch c1 act=start => ok watch=welfare look-due=2026-03-30
rotterdam-coordinator-charlois: case c1 => ok state=open due=2026-03-30
welfare: inbox => includes watch-started
at 2026-03-31 10:00
sweep
welfare: inbox => watch-due
rotterdam-coordinator-charlois: inbox => includes watch-missed
rotterdam-coordinator-charlois: close-case c1 reason=stagnation_lifted => ok
rotterdam-coordinator-charlois: case c1 => ok state=closed watch-ended=2026-03-31
rotterdam-coordinator-charlois: keep-watch c1 act=start => refused FAILED_PRECONDITION WATCH_NOT_FORESEEN
welfare: inbox => case-closed case=c1
rotterdam-coordinator-charlois: inbox => case-closed case=c1
at 2026-05-30 10:00
sweep
nobody-else is told
