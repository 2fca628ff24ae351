# A family that moves while watch is kept after closing takes the watch along; both offices are told
# source: factsheet, Continu; move
# covenant: almere-2015
at 2026-03-02 10:00
family-support: register i1 child=Sanne area=almere-haven-1 => ok
almere-team-haven-1: open-case c1 person=Sanne category=regular area=almere-haven-1 => ok
almere-team-haven-1: close-case c1 reason=stagnation_lifted => ok
almere-team-haven-1: move case:c1 area=almere-haven-2 => refused FAILED_PRECONDITION CASE_CLOSED
almere-team-haven-1: keep-watch c1 act=start => ok watch=almere-team-haven-1
almere-team-haven-1: inbox => includes watch-started
family-support: move i1 area=almere-haven-2 => ok area=almere-haven-2
almere-team-haven-1: inbox => moved to=almere-haven-2 | case-director-changed case=c1
almere-team-haven-2: inbox => moved to=almere-haven-2 | case-director-changed case=c1
almere-team-haven-1: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
almere-team-haven-2: case c1 => ok state=watching
almere-team-haven-2: keep-watch c1 act=look on=today finding=nothing_needed => ok watch=almere-team-haven-2
almere-team-haven-2: move case:c1 area=almere-haven-1 => ok area=almere-haven-1
almere-team-haven-1: keep-watch c1 act=stop => ok
