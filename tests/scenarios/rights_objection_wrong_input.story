# An objection is registered by the privacy officer and decided by the organisation, in codes
# source: objection
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
privacy-officer: register-objection raw:x person=bsn:123456789 => refused fields bsn objection_id
coordinator-zeeburg: register-objection o1 person=Sanne => refused PERMISSION_DENIED NOT_ALLOWED
school: register-objection o1 person=Sanne => refused PERMISSION_DENIED NOT_ALLOWED
privacy-officer: register-objection o1 person=Sanne => ok
privacy-officer: register-objection o1 person=Karel => refused ALREADY_EXISTS ID_REUSED
school: decide-objection o1 decision=pending => refused fields decision
school: decide-objection o1 decision=refused => refused fields ground
school: decide-objection o1 decision=granted ground=legal_claim => refused fields ground
bjaa: decide-objection o1 decision=granted => refused PERMISSION_DENIED NOT_ALLOWED
privacy-officer: decide-objection o1 decision=granted => refused PERMISSION_DENIED NOT_ALLOWED
bjaa: objection o1 => refused PERMISSION_DENIED NOT_ALLOWED alike=unknown
bjaa: objection o9 => refused PERMISSION_DENIED NOT_ALLOWED alike=unknown
