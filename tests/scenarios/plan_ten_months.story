# A family that causes nuisance has a plan of ten months, made by the city analysis team
# source: what works, p. 93; plan § 2.6; own reading of the weeks between; plan § 3.2 (follows the plan of the analysis team)
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
nuisance-director: open-case c1 person=Sanne category=MPG4 measure=youth_probation => ok
nuisance-director: milestone c1 code=city-analysis-team => ok plan=city-ten-months start=2026-03-02 end=2026-12-28
