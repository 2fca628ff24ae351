# The city analysis team has members of mental health care, care for mild disability, indicated care, the Board, the agency, police and prosecution
# source: plan § 2.6; plan § 3.4
at 2026-03-02 10:00
school: explain track=B step=2 category=MPG4 area=zeeburg target=mental-health-care => ok handler=analysis-member-ggz
school: explain track=B step=2 category=MPG4 area=zeeburg target=disability-support => ok handler=analysis-member-lvg
school: explain track=B step=2 category=MPG4 area=zeeburg target=youth-care-provider => ok handler=analysis-member-hoi
school: explain track=B step=2 category=MPG4 area=zeeburg target=child-protection-board => ok handler=analysis-member-board
school: explain track=B step=2 category=MPG4 area=zeeburg target=bjaa => ok handler=analysis-member-bjaa
school: explain track=B step=2 category=MPG4 area=zeeburg target=police => ok handler=analysis-member-police
school: explain track=B step=2 category=MPG4 area=zeeburg target=public-prosecution => ok handler=analysis-member-prosecution
school: explain track=B step=2 category=MPG4 area=zeeburg target=guardianship => ok handler=nuisance-process-manager-inside fact.mandate=none
