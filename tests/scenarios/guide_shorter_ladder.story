# A file takes force with a shorter ladder: a ticket above its last step goes on at the last step
# source: own rule: a change of a file must not leave open work where nobody can go on with it; domain of escalation (only the last step's office rules)
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne area=stadsdeel-oost => ok
youth-care-agency: open-ticket t1 involvement=i1 track=B target=mental-health-care category=MPG3 => ok step=1
youth-care-agency: open-ticket t2 involvement=i1 track=B target=mental-health-care category=MPG3 => ok step=1
youth-care-agency: escalate t1 => ok step=2
youth-care-agency: escalate t1 => ok step=3
youth-care-agency: escalate t2 to-step=3 skip=urgent => ok step=3
guide-process-manager-oost: escalate t1 => ok step=4 handler=guide-process-manager-oost
guide-process-manager-oost: escalate t2 => ok step=4 handler=guide-process-manager-oost
covenant without step 4
guide-process-manager-oost: rule t1 item=mental-health-care:deliver_help:2026-05-01
  => refused FAILED_PRECONDITION NOT_LAST_STEP
guide-process-manager-oost: escalate t1 to-step=5 => refused fields to_step
guide-process-manager-oost: escalate t1 => ok step=4 handler=guide-alderman rule=guide-step5-alderman
guide-alderman: escalate t1 => refused FAILED_PRECONDITION LAST_STEP
guide-alderman: rule t1 item=mental-health-care:deliver_help:2026-05-01 => ok state=ruled
# Shorter still: the step on which it stands is gone.
covenant without step 3
guide-process-manager-oost: escalate t2 => ok step=3 handler=guide-alderman
guide-alderman: rule t2 item=mental-health-care:deliver_help:2026-05-01 => ok state=ruled
