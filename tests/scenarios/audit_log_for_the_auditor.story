# The auditor reads who did what, by actor, call and period; reading is itself an entry
# source: BIO 8.15.01, NEN 7513; audit.proto
at 2026-03-02 10:00
school: register i1 child=Sanne by=anna => ok
bjaa: register i2 child=Sanne => ok
bjaa: involved i2 => school
bjaa: involved i1 => refused PERMISSION_DENIED NOT_ALLOWED
at 2026-03-04 10:00
school: involved i1 by=anna => bjaa
auditor: log => KeysInForce result=OK | CovenantInForce result=OK | RegisterInvolvement actor=school for=anna result=OK | RegisterInvolvement actor=bjaa | ListInvolved actor=bjaa result=OK | ListInvolved actor=bjaa result=NOT_ALLOWED | ListInvolved actor=school | ListAuditEntries actor=auditor result=OK
auditor: log of=school => RegisterInvolvement for=anna | ListInvolved for=anna
auditor: log call=ListInvolved of=bjaa => ListInvolved result=OK | ListInvolved result=NOT_ALLOWED
auditor: log professional=anna from=2026-03-03 to=2026-03-04 => ListInvolved actor=school
auditor: log to=2026-03-02 page-size=2 => ok more=yes ; KeysInForce | CovenantInForce
auditor: log to=2026-03-02 page-size=2 page=next => ok more=yes ; RegisterInvolvement | RegisterInvolvement
auditor: log to=2026-03-02 page-size=2 page=next => ok ; ListInvolved | ListInvolved
auditor: log office=auditor call=ListAuditEntries page-size=1 => ListAuditEntries actor=auditor
auditor: verify-log => ok complete=yes problem=-
auditor: verify-log after=verified => ok complete=yes problem=-
