# With nuisance the target's own member of the analysis team is asked first, and then who escalates to care partners
# source: plan § 2.6; plan § 3.4 (MPG4, mandate)
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
nuisance-director: open-case c1 person=Sanne category=MPG4 measure=youth_probation => ok
nuisance-director: manager c1 organisation=bjaa => ok
nuisance-director: open-ticket t1 case=c1 track=B obstacle=delivered_late target=bjaa reason=own_initiative
  => ok step=2 opener=nuisance-director handler=analysis-member-bjaa
analysis-member-bjaa: ticket t1 => ok opener=nuisance-director target=bjaa
analysis-member-bjaa: escalate t1 => ok step=2 handler=nuisance-inside
nuisance-director: inbox => includes ticket-escalated ticket=t1
