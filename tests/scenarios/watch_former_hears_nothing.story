# Whoever kept watch once hears no more of the family: not that the case was closed, nor why
# source: what a party learns
# covenant: rotterdam-models
at 2026-03-02 10:00
welfare: register i1 child=Sanne area=charlois => ok
rotterdam-coordinator-charlois: open-case c1 person=Sanne category=finger-on-the-pulse area=charlois => ok
rotterdam-coordinator-charlois: manager c1 organisation=welfare => ok
rotterdam-coordinator-charlois: keep-watch c1 act=start => ok watch=welfare
rotterdam-coordinator-charlois: keep-watch c1 act=stop => ok
welfare: inbox => includes watch-stopped case=c1
welfare: end i1 => ok
at 2026-05-04 10:00
rotterdam-coordinator-charlois: close-case c1 reason=family_declines => ok
welfare: inbox => nothing
rotterdam-coordinator-charlois: inbox => includes case-closed case=c1
