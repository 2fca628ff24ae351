# No agreement, and nobody in particular against it: no contact manager has a turn
# source: thesis § 5.1; own reading
# covenant: enschede-2010
at 2026-03-02 10:00
school: explain track=A step=1 category=coach area=velve-lindenhof => ok handler=enschede-coach-velve-lindenhof
school: explain track=A step=2 category=coach area=velve-lindenhof => ok handler=enschede-care-team-oost fact.mandate=none
school: explain track=A step=2 category=heaviest area=velve-lindenhof => ok handler=enschede-care-team-oost
school: explain track=A step=3 category=coach area=velve-lindenhof => ok handler=enschede-alderman
school: explain track=A step=3 category=heaviest area=stadsveld => ok handler=enschede-alderman
