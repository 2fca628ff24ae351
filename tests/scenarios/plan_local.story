# In MPG1 the local family meeting makes the plan, in MPG4 the city analysis team
# source: plan § 2.8; plan § 2.6
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: milestone c1 code=mdo-plus => refused fields milestone
coordinator-zeeburg: milestone c1 code=local-family-meeting => ok plan=local-twenty-weeks
nuisance-director: open-case c2 person=Bram category=MPG4 measure=child_protection => ok
nuisance-director: milestone c2 code=city-analysis-team => ok plan=city-ten-months
