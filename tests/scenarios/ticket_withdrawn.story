# The opener takes it back; the handler is told
# source: inboxes (withdrawn), 6
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
school: escalate t1 => ok handler=coordinator-zeeburg
coordinator-zeeburg: withdraw t1 => refused PERMISSION_DENIED any
school: withdraw t1 => ok state=withdrawn handler=nobody
coordinator-zeeburg: inbox => includes ticket-assigned | ticket-withdrawn ticket=t1
coordinator-zeeburg: tickets => nothing
