# When nothing is left of the person, there is nothing to decide any more
# source: objection; archive (death)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
privacy-officer: register-objection o1 person=Sanne => ok ; school decision=pending
population-register: record-death Sanne => ok
privacy-officer: objection o1 => ok addressee=- ; school decision=lapsed
school: decide-objection o1 decision=granted => refused FAILED_PRECONDITION OBJECTION_DECIDED
privacy-officer: register-objection o2 person=Sanne => ok parts=0 ; nothing
