# A referral to the second line leaves the coach directing; the heaviest go to the care team of the municipality
# source: thesis § 5.1
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=velve-lindenhof => ok
enschede-coach-velve-lindenhof: open-case c1 person=Sanne category=coach area=velve-lindenhof => ok director=enschede-coach-velve-lindenhof
enschede-coach-velve-lindenhof: classify c1 category=second-line => ok director=enschede-coach-velve-lindenhof
enschede-coach-velve-lindenhof: classify c1 category=heaviest => ok director=enschede-care-team-oost
enschede-care-team-oost: cases => c1 category=heaviest
enschede-coach-velve-lindenhof: cases => nothing
