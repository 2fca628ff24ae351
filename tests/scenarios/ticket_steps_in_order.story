# A step is not left out in silence, nor taken back
# source: plan § 3.4 (steps go in order)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: escalate t1 to-step=3 => refused fields skip_reason
school: escalate t1 to-step=1 => refused FAILED_PRECONDITION STEP_ORDER
school: escalate t1 skip=urgent => refused fields skip_reason
school: ticket t1 => ok step=1 handler=school history=opened
school: escalate t1 to-step=2 => ok step=2
coordinator-zeeburg: escalate t1 to-step=1 => refused FAILED_PRECONDITION STEP_ORDER
