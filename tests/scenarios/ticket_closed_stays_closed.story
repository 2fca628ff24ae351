# What is closed cannot be moved, ruled, resolved or withdrawn
# source: plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: withdraw t1 => ok
school: escalate t1 => refused FAILED_PRECONDITION TICKET_CLOSED
school: resolve t1 how=agreement => refused FAILED_PRECONDITION TICKET_CLOSED
school: withdraw t1 => refused FAILED_PRECONDITION TICKET_CLOSED
school: hand-over t1 category=MPG3 => refused FAILED_PRECONDITION TICKET_CLOSED
coordinator-zeeburg: rule t1 item=debt-zeeburg:take_part:2026-04-01 => refused FAILED_PRECONDITION TICKET_CLOSED
school: tickets role=opened => nothing
school: tickets role=opened closed=yes => t1 state=withdrawn
