# The category directs, the commissioner handles: two questions, two offices
# source: plan § 3.4 (both axes)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: register i2 child=Bram => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG2 => ok director=process-manager-zeeburg
school: escalate t1 => ok step=2 handler=coordinator-zeeburg director=process-manager-zeeburg
school: open-ticket t2 involvement=i2 track=B target=bjaa category=MPG1 => ok director=coordinator-zeeburg
school: escalate t2 => ok step=2 handler=process-manager-zeeburg director=coordinator-zeeburg
process-manager-zeeburg: tickets role=handled => t2
process-manager-zeeburg: tickets role=directed => t1
coordinator-zeeburg: tickets role=handled => t1
coordinator-zeeburg: tickets role=directed => t2
