# Who sees a ticket but does not handle it, cannot move it
# source: plan § 3.4 (in the hands of exactly one office)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG2 => ok
coordinator-zeeburg: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
process-manager-zeeburg: resolve t1 how=agreement => refused PERMISSION_DENIED NOT_HANDLER
school: escalate t1 => ok handler=coordinator-zeeburg
school: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
school: resolve t1 how=agreement => refused PERMISSION_DENIED NOT_HANDLER
school: hand-over t1 category=MPG1 => refused PERMISSION_DENIED NOT_HANDLER
coordinator-zeeburg: ticket t1 => ok state=open step=2
