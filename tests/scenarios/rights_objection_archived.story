# An objection reaches the archive too: granted, no hint is left
# source: objection; archive
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: end i1 => ok
privacy-officer: register-objection o1 person=Sanne => ok parts=1
school: decide-objection o1 decision=granted => ok
school: involvement i1 => refused PERMISSION_DENIED NOT_ALLOWED
bjaa: register i2 child=Sanne => ok earlier=no
# The same registration, sent once more, does not bring it back.
school: register i1 child=Sanne => refused ALREADY_EXISTS ID_REUSED
