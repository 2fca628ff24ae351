# The coach manages the family; of the second line too when it is too complex; the heaviest, whoever the team names
# source: thesis § 5.1; own reading
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=velve-lindenhof => ok
neighbourhood-coaching: register i2 child=Sanne area=velve-lindenhof => ok
social-work: register i3 child=Sanne area=velve-lindenhof => ok
enschede-coach-velve-lindenhof: open-case c1 person=Sanne category=coach area=velve-lindenhof => ok
enschede-coach-velve-lindenhof: manager c1 organisation=social-work => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
enschede-coach-velve-lindenhof: manager c1 organisation=neighbourhood-coaching => ok organisation=neighbourhood-coaching
enschede-coach-velve-lindenhof: classify c1 category=second-line => ok director=enschede-coach-velve-lindenhof
enschede-coach-velve-lindenhof: manager c1 organisation=school => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
enschede-coach-velve-lindenhof: manager c1 organisation=social-work => ok organisation=social-work
enschede-coach-velve-lindenhof: classify c1 category=heaviest => ok director=enschede-care-team-oost
enschede-care-team-oost: manager c1 organisation=school => ok organisation=school
