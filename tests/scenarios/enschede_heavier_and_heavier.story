# From the coach to the second line to the care team that the municipality directs
# source: Enschede, second line; neighbourhood care team
# covenant: enschede-2010
at 2026-03-02 10:00
school: register i1 child=Sanne area=wesselerbrink => ok
enschede-coach-wesselerbrink: open-case c1 person=Sanne category=coach area=wesselerbrink => ok director=enschede-coach-wesselerbrink
enschede-coach-wesselerbrink: classify c1 category=second-line => ok director=enschede-second-line
enschede-second-line: classify c1 category=heaviest => ok director=enschede-care-team-zuid
enschede-care-team-zuid: cases => c1 category=heaviest
enschede-second-line: cases => nothing
