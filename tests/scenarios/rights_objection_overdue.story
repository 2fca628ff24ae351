# When an organisation does not decide in time, the privacy officer is told once
# source: objection
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
privacy-officer: register-objection o1 person=Sanne => ok ; school due=2026-03-30
at 2026-03-30 23:59
sweep
privacy-officer: inbox => nothing
at 2026-03-31 00:00
sweep
sweep
privacy-officer: inbox => objection-overdue objection=o1
at 2026-05-02 00:00
sweep
privacy-officer: inbox => nothing
school: decide-objection o1 decision=refused ground=compelling_grounds => ok
