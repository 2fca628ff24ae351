# The same ticket id is one ticket
# source: idempotency; promise S3
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
again
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG2 => refused ALREADY_EXISTS ID_REUSED
school: inbox => ticket-assigned
