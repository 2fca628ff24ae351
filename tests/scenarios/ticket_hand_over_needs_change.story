# Without another outcome of the rules there is no hand-over
# source: plan § 3.4 (only where the covenant's own derivation allows it)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: escalate t1 => ok handler=coordinator-zeeburg
coordinator-zeeburg: hand-over t1 category=MPG3 => refused FAILED_PRECONDITION ROUTE_UNCHANGED
coordinator-zeeburg: hand-over t1 category=MPG1 => refused FAILED_PRECONDITION ROUTE_UNCHANGED
coordinator-zeeburg: hand-over t1 target=judiciary => refused FAILED_PRECONDITION JUDICIARY
coordinator-zeeburg: hand-over t1 area=atlantis => refused fields area
coordinator-zeeburg: hand-over t1 category=MPG9 => refused fields category
coordinator-zeeburg: ticket t1 => ok handler=coordinator-zeeburg category=MPG1
