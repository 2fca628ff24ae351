# Who saw an older ticket must look again
# source: API conventions (AIP-154)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok etag=e1
school: escalate t1 etag=e1 => ok etag=e2
coordinator-zeeburg: resolve t1 how=agreement etag=e1 => refused ABORTED ETAG_MISMATCH
coordinator-zeeburg: escalate t1 etag=e1 => refused ABORTED ETAG_MISMATCH
school: withdraw t1 etag=e1 => refused ABORTED ETAG_MISMATCH
coordinator-zeeburg: ticket t1 => ok etag=e2 state=open
coordinator-zeeburg: resolve t1 how=agreement etag=e2 => ok state=resolved
