# The coordinator of the district is told at once on track B, also for families with a measure
# source: plan § 3.4 (track B, step 1)
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-west => ok
youth-care-agency: open-ticket t1 involvement=i1 track=B target=social-services category=MPG3 => ok
guide-coordinator-west: inbox => ticket-opened ticket=t1 step=1 handler=youth-care-agency
guide-process-manager-west: inbox => ticket-opened ticket=t1
youth-care-agency: open-ticket t2 involvement=i1 track=A obstacle=no_agreement category=MPG3 => ok
# On track A only the overview shows it
guide-coordinator-west: inbox => overview-tickets area=stadsdeel-west director=guide-process-manager-west
