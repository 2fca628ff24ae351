# Enschede keeps no watch after closing, and has no plan of its own
# source: own reading
# covenant: enschede-2010
at 2026-03-02 10:00
enschede-coach-helmerhoek: open-case c1 person=Sanne category=coach area=helmerhoek => ok
enschede-coach-helmerhoek: milestone c1 code=mdo-plus => refused any any
enschede-coach-helmerhoek: close-case c1 reason=stagnation_lifted => ok
enschede-coach-helmerhoek: keep-watch c1 act=start => refused FAILED_PRECONDITION WATCH_NOT_FORESEEN
