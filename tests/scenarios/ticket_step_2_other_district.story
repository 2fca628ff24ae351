# Against an organisation of another district: the coordinator there
# source: plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-elsewhere category=MPG2 => ok
school: escalate t1 => ok step=2 handler=coordinator-noord director=process-manager-zeeburg
coordinator-noord: inbox => ticket-assigned ticket=t1
