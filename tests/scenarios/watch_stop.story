# Only the director starts and stops watch; whoever keeps it looks
# source: domain of cases (pilot flame)
# covenant: almere-2015
at 2026-03-02 10:00
family-support: register i1 child=Sanne area=almere-haven-1 => ok
school: register i2 child=Bram area=almere-haven-1 => ok
almere-team-haven-1: open-case c1 person=Sanne category=regular area=almere-haven-1 => ok
almere-team-haven-1: manager c1 organisation=family-support => ok
almere-team-haven-1: close-case c1 reason=stagnation_lifted => ok
family-support: keep-watch c1 act=start => refused PERMISSION_DENIED NOT_ALLOWED
almere-team-haven-1: keep-watch c1 act=stop => refused FAILED_PRECONDITION NO_WATCH
almere-team-haven-1: keep-watch c1 act=start => ok
family-support: keep-watch c1 act=stop => refused PERMISSION_DENIED NOT_ALLOWED
family-support: keep-watch c1 act=start => refused PERMISSION_DENIED NOT_ALLOWED
school: keep-watch c1 act=look on=2026-03-02 finding=nothing_needed => refused PERMISSION_DENIED NOT_ALLOWED
almere-team-haven-2: keep-watch c1 act=stop => refused PERMISSION_DENIED NOT_ALLOWED
almere-team-haven-1: keep-watch c1 act=look => refused fields looked_on finding
almere-team-haven-1: keep-watch c1 act=start on=2026-03-02 finding=nothing_needed => refused fields looked_on finding
almere-team-haven-1: keep-watch c1 act=- => refused fields act
family-support: keep-watch c1 act=look on=tomorrow finding=nothing_needed => refused fields looked_on
family-support: inbox => includes watch-started
advance 1 days
almere-team-haven-1: keep-watch c1 act=stop request=r1 => ok watch-ended=2026-03-03
almere-team-haven-1: keep-watch c1 act=stop request=r1 => ok watch-ended=2026-03-03 replayed=yes
family-support: inbox => watch-stopped case=c1 day=2026-03-03
almere-team-haven-1: inbox => includes watch-started | watch-stopped case=c1
almere-team-haven-1: case c1 => ok state=closed kept=2031-03-03
advance 20 weeks
sweep
nobody-else is told
