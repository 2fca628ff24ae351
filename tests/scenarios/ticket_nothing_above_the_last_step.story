# Above the last step there is nobody
# source: plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG3 => ok
school: escalate t1 => ok
process-manager-zeeburg: escalate t1 => ok step=3
region-portfolio-holder: escalate t1 => refused FAILED_PRECONDITION LAST_STEP
region-portfolio-holder: ticket t1 => ok step=3 state=open
