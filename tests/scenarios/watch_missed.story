# A look that is not taken is for the director, once; at the end of the watch the case is closed for good
# source: factsheet, Continu; domain of cases
# covenant: almere-2015
at 2026-03-02 10:00
family-support: register i1 child=Sanne area=almere-haven-1 => ok
almere-team-haven-1: open-case c1 person=Sanne category=regular area=almere-haven-1 => ok
almere-team-haven-1: manager c1 organisation=family-support => ok
almere-team-haven-1: close-case c1 reason=stagnation_lifted => ok
almere-team-haven-1: keep-watch c1 act=start => ok
family-support: inbox => includes watch-started
almere-team-haven-1: inbox => includes watch-started
at 2026-04-28 10:00
sweep
sweep
family-support: inbox => watch-due day=2026-04-27
almere-team-haven-1: inbox => watch-missed case=c1 day=2026-04-27
almere-team-haven-1: case c1 => ok look-missed=yes overdue=yes
at 2026-06-30 10:00
sweep
nobody-else is told
at 2027-03-02 10:00
sweep
sweep
family-support: inbox => includes watch-over case=c1 day=2027-03-01
almere-team-haven-1: inbox => watch-over day=2027-03-01
almere-team-haven-1: case c1 => ok state=closed kept=2032-03-02 watch-ended=2027-03-01
family-support: keep-watch c1 act=look on=2027-03-01 finding=nothing_needed => refused FAILED_PRECONDITION NO_WATCH
