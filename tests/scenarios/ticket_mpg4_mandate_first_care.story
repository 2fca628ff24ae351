# MPG4, an organisation with a member in the analysis team: the member first, then inside
# source: plan § 3.4 (MPG4, mandate); plan § 2.6
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG4 => ok
school: escalate t1 => ok step=2 handler=analysis-member-bjaa
analysis-member-bjaa: inbox => ticket-assigned ticket=t1
analysis-member-bjaa: escalate t1 => ok step=2 handler=nuisance-inside
nuisance-inside: escalate t1 => ok step=3 handler=mayor
