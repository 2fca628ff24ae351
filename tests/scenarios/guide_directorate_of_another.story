# Facts that point to another organisation: its own directorate has the ticket next
# source: guide, escalation, step 4; plan § 3.4 (hand-over)
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3 => ok
school: escalate t1 to-step=4 skip=urgent => ok step=4 handler=guide-directorate-ggz due=2026-03-16
guide-directorate-ggz: hand-over t1 target=social-services => ok step=4 handler=guide-directorate-dwi due=2026-03-16
guide-directorate-dwi: escalate t1 => ok step=4 handler=guide-process-manager-oost
