# The two years run from the report: a plan with a meeting every quarter, and no extension
# source: thesis § 4.1; own reading of the weeks between
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-oost => ok
zwolle-structural-group: open-case c1 person=Sanne category=intake area=zwolle-oost entry-ground=serious-nuisance => ok
zwolle-structural-group: milestone c1 code=report
  => ok plan=zwolle-two-years start=2026-03-02 end=2028-02-28 ;
  report due=- held=2026-03-02 | case-group due=2026-03-30 | progress-meeting due=2026-06-01 | goal-evaluation due=2028-01-31
zwolle-structural-group: classify c1 category=case => ok director=zwolle-case-group
zwolle-case-group: milestone c1 code=case-group => ok end=2028-02-28
zwolle-case-group: extend c1 reason=aims_within_reach => refused FAILED_PRECONDITION EXTENSIONS_SPENT
zwolle-case-group: case c1 => ok plan=zwolle-two-years plan-end=2028-02-28 due=2026-06-01
