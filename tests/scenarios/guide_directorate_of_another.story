# Facts that point to another organisation: its own directorate is told, and the process manager keeps the ticket
# source: guide § 5.6.4; plan § 3.4
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
school: register i1 child=Sanne area=stadsdeel-oost => ok
school: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3 => ok
school: escalate t1 to-step=4 skip=urgent => ok step=4 handler=guide-process-manager-oost due=2026-03-16
guide-directorate-ggz: inbox => ticket-asked ticket=t1
guide-process-manager-oost: hand-over t1 target=social-services => refused any any
