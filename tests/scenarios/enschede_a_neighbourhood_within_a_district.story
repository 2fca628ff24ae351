# A postcode leads to the neighbourhood, the neighbourhood to its coach and to the team of the district
# source: Enschede; own reading
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne postcode=7533AA => ok area=velve-lindenhof
school: register i2 child=Bram postcode=7534AA => ok area=glanerbrug
school: explain track=A step=3 category=coach area=velve-lindenhof => ok handler=enschede-care-team-oost director=enschede-coach-velve-lindenhof
school: explain track=A step=3 category=coach area=glanerbrug => ok handler=enschede-care-team-oost director=enschede-coach-glanerbrug
