# No agreement, and nobody in particular against it: no contact manager has a turn
# source: Enschede, second line
# covenant: enschede-2010
at 2026-03-02 10:00
school: explain track=A step=1 category=coach area=stadsveld => ok handler=enschede-coach-stadsveld
school: explain track=A step=2 category=coach area=stadsveld => ok handler=enschede-second-line fact.mandate=none
school: explain track=A step=2 category=heaviest area=stadsveld => ok handler=enschede-care-team-west
school: explain track=A step=3 category=coach area=stadsveld => ok handler=enschede-care-team-west
school: explain track=A step=3 category=heaviest area=stadsveld => ok handler=enschede-alderman
