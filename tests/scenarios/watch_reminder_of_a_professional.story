# The reminder to look reaches the professional who keeps watch, and no colleague
# source: factsheet, Continu; what a party learns
# covenant: almere-2015
# depths: memory embedded postgres grpc
at 2026-03-02 10:00
family-support/anna: register i1 child=Sanne area=almere-haven-1 => ok
almere-team-haven-1: open-case c1 person=Sanne category=regular area=almere-haven-1 => ok
almere-team-haven-1: manager c1 organisation=family-support => ok contact=anna
almere-team-haven-1: close-case c1 reason=stagnation_lifted => ok
almere-team-haven-1: keep-watch c1 act=start => ok watch=family-support
family-support/anna: pull after=0 => includes watch-started case=c1
family-support/piet: pull after=0 => nothing
at 2026-04-20 10:00
sweep
family-support/anna: pull after=0 => includes watch-due case=c1 day=2026-04-27
family-support/piet: pull after=0 => nothing
