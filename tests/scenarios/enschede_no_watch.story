# Enschede keeps no watch after closing, and has no plan of its own
# source: thesis § 5.1 (silent on both)
# covenant: enschede-2010
at 2026-03-02 10:00
enschede-coach-velve-lindenhof: open-case c1 person=Sanne category=coach area=velve-lindenhof => ok
enschede-coach-velve-lindenhof: milestone c1 code=mdo-plus => refused FAILED_PRECONDITION NO_PLAN
enschede-coach-velve-lindenhof: close-case c1 reason=stagnation_lifted => ok
enschede-coach-velve-lindenhof: keep-watch c1 act=start => refused FAILED_PRECONDITION WATCH_NOT_FORESEEN
