# A second return between the same two puts it on one joint list
# source: plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: escalate t1 => ok handler=coordinator-zeeburg
coordinator-zeeburg: hand-over t1 target=bjaa => ok handler=process-manager-zeeburg
process-manager-zeeburg: hand-over t1 target=debt-zeeburg => ok handler=coordinator-zeeburg
coordinator-zeeburg: hand-over t1 target=bjaa => ok handler=coordinator-zeeburg,process-manager-zeeburg
coordinator-zeeburg: tickets => t1
process-manager-zeeburg: tickets => t1
process-manager-zeeburg: resolve t1 how=agreement => ok state=resolved handler=nobody
