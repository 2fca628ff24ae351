# Whoever takes over the involvement of the last family manager keeps the watch, and the director is told
# source: factsheet, Continu
# covenant: almere-2015
# depths: memory embedded postgres grpc
at 2026-03-02 10:00
family-support/anna: register i1 child=Sanne area=almere-haven-1 => ok
almere-team-haven-1: open-case c1 person=Sanne category=regular area=almere-haven-1 => ok
almere-team-haven-1: manager c1 organisation=family-support => ok contact=anna
almere-team-haven-1: close-case c1 reason=stagnation_lifted => ok
almere-team-haven-1: keep-watch c1 act=start => ok watch=family-support
almere-team-haven-1: inbox => includes watch-started
family-support/anna: keep-watch c1 act=look on=today finding=nothing_needed => ok
family-support: give-to-colleague i1 professional=piet => ok given=1
almere-team-haven-1: inbox => family-manager case=c1
family-support/anna: keep-watch c1 act=look on=today finding=nothing_needed => refused PERMISSION_DENIED NOT_ALLOWED
family-support/piet: keep-watch c1 act=look on=today finding=nothing_needed => ok
