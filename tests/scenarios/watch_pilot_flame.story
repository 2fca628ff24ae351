# After closing the last responsible professional keeps watch: every eight weeks, for a year
# source: factsheet, Continu
# covenant: almere-2015
at 2026-03-02 10:00
family-support: register i1 child=Sanne area=almere-haven-1 => ok
almere-team-haven-1: open-case c1 person=Sanne category=regular area=almere-haven-1 => ok
almere-team-haven-1: manager c1 organisation=family-support => ok
almere-team-haven-1: keep-watch c1 act=start => refused FAILED_PRECONDITION WATCH_NOT_FORESEEN
almere-team-haven-1: close-case c1 reason=stagnation_lifted => ok
family-support: inbox => includes case-closed
almere-team-haven-1: inbox => includes case-closed
almere-team-haven-1: keep-watch c1 act=start => ok watch=family-support watch-start=2026-03-02 watch-end=2027-03-01
  look-due=2026-04-27 watch-ended=- looks=-
family-support: inbox => watch-started case=c1 day=2027-03-01
almere-team-haven-1: inbox => watch-started case=c1
almere-team-haven-1: case c1 => ok state=watching closed=stagnation_lifted kept=- due=2026-04-27
almere-team-haven-1: cases => c1 state=watching
almere-team-haven-1: cases state=watching => c1
almere-team-haven-1: keep-watch c1 act=start => refused FAILED_PRECONDITION WATCH_KEPT_ALREADY
at 2026-04-20 10:00
sweep
family-support: inbox => watch-due case=c1 day=2026-04-27
almere-team-haven-1: inbox => nothing
family-support: keep-watch c1 act=look on=2026-04-20 finding=nothing_needed
  => ok look-due=2026-06-15 look-missed=no looks=2026-04-20:nothing_needed
at 2026-04-28 10:00
sweep
almere-team-haven-1: inbox => nothing
family-support: keep-watch c1 act=look on=today finding=action_needed => ok look-due=2026-06-23
almere-team-haven-1: inbox => watch-action-needed case=c1 day=2026-04-28
nobody-else is told
