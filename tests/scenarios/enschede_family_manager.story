# The coach manages the family; the second line may too when it is too complex; the heaviest, whoever the team names
# source: Enschede, neighbourhood coaches; second line; own reading
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=eschmarke => ok
neighbourhood-coaching: register i2 child=Sanne area=eschmarke => ok
social-work: register i3 child=Sanne area=eschmarke => ok
enschede-coach-eschmarke: open-case c1 person=Sanne category=coach area=eschmarke => ok
enschede-coach-eschmarke: manager c1 organisation=social-work => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
enschede-coach-eschmarke: manager c1 organisation=neighbourhood-coaching => ok organisation=neighbourhood-coaching
enschede-coach-eschmarke: classify c1 category=second-line => ok director=enschede-second-line
enschede-second-line: manager c1 organisation=school => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
enschede-second-line: manager c1 organisation=social-work => ok organisation=social-work
enschede-second-line: classify c1 category=heaviest => ok director=enschede-care-team-oost
enschede-care-team-oost: manager c1 organisation=school => ok organisation=school
