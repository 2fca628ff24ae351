# The plan has a goal within two years, a meeting every quarter, and no extension
# source: Zwolle, goal within two years; own reading of the quarter
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-oost => ok
zwolle-case-steering-group: open-case c1 person=Sanne category=case area=zwolle-oost => ok
zwolle-case-steering-group: milestone c1 code=case-steering-group
  => ok plan=zwolle-two-years start=2026-03-02 end=2028-02-28 ;
  case-steering-group due=- held=2026-03-02 | progress-meeting due=2026-06-01 | goal-evaluation due=2028-01-31
zwolle-case-steering-group: extend c1 reason=aims_within_reach => refused any any
zwolle-case-steering-group: case c1 => ok plan=zwolle-two-years plan-end=2028-02-28 due=2026-06-01
