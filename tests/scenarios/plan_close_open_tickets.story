# Open tickets are closed first, or go along with the case
# source: own reading
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
coordinator-zeeburg: cases => c1 cause=ticket
coordinator-zeeburg: close-case c1 reason=not_needed => refused FAILED_PRECONDITION TICKETS_OPEN tickets_open=1
school: ticket t1 => ok state=open
school: inbox => ticket-assigned
coordinator-zeeburg: close-case c1 reason=not_needed tickets=along => ok
school: inbox => any-order ticket-resolved ticket=t1 handler=nobody | case-closed own=i1
school: ticket t1 => ok state=resolved resolution=case_closed handler=nobody due=-
school: escalate t1 => refused FAILED_PRECONDITION TICKET_CLOSED
school: open-ticket t2 involvement=i1 track=B target=bjaa category=MPG1 => ok
school: resolve t2 how=task_done => ok
coordinator-zeeburg: cases => c2
coordinator-zeeburg: close-case c2 reason=not_needed => ok
