# A retry of an escalation goes up one step only
# source: API conventions
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: escalate t1 request=r1 => ok step=2
again
school: ticket t1 => ok step=2 history=opened+escalated
school: escalate t1 to-step=3 skip=urgent request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
