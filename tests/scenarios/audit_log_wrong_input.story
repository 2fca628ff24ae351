# Only the auditor reads the audit log, and what is asked for must be readable
# source: audit.proto
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: log => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: log => refused PERMISSION_DENIED NOT_ALLOWED
administrator: verify-log => refused PERMISSION_DENIED NOT_ALLOWED
auditor: log call=LookAway => refused fields call
auditor: log of=oin:123 from=soon to=never => refused fields organisation_oin from_date to_date
auditor: log from=2026-03-02 to=2026-03-01 => refused fields to_date
auditor: log chain=nobody => refused fields chain
auditor: log page-size=-1 => refused fields page_size
auditor: verify-log after=nonsense => refused fields after
auditor: verify-log chain=nobody => refused fields chain
auditor: verify-log after=1:0000000000000000000000000000000000000000000000000000000000000000 => ok complete=no problem="audit entry 2 was changed, or one before it was removed"
