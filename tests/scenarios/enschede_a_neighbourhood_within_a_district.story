# A postcode leads to the neighbourhood; where it has no coach the care team of the district acts
# source: thesis § 5.1; own reading
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne postcode=7533AA => ok area=velve-lindenhof
school: register i2 child=Bram postcode=7534AA => ok area=glanerbrug
school: explain track=A step=1 category=coach area=velve-lindenhof => ok handler=enschede-coach-velve-lindenhof director=enschede-coach-velve-lindenhof
school: explain track=A step=1 category=coach area=glanerbrug => ok handler=enschede-care-team-oost director=enschede-care-team-oost
school: offices area=velve-lindenhof page-size=200 => enschede-coach-velve-lindenhof deputies=4
