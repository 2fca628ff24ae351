# A granted objection destroys what that organisation holds of the person; who was told forgets it
# source: objection
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
bjaa: register i2 parent=Mira => ok match=m1
privacy-officer: register-objection o1 person=Mira => ok addressee=person parts=2 replayed=no ;
    school decision=pending officer=privacy-officer due=2026-03-30 | bjaa decision=pending
privacy-officer: register-objection o1 person=Mira => ok replayed=yes
school: inbox => match with=bjaa | objection objection=o1 own=i1 due=2026-03-30
school: objection o1 => ok own=i1 addressee=person ; school decision=pending
school: decide-objection o1 decision=granted => ok ; school decision=granted
privacy-officer: inbox => objection-decided objection=o1
school: involvement i1 => ok roles=child
school: match m1 => refused PERMISSION_DENIED NOT_ALLOWED
school: inbox => retracted own=i1
bjaa: inbox => objection own=i2 | retracted own=i2
bjaa: involved i2 => nothing
school: decide-objection o1 decision=refused ground=legal_claim => refused FAILED_PRECONDITION OBJECTION_DECIDED
bjaa: decide-objection o1 decision=refused ground=child_safety => ok ; bjaa decision=refused ground=child_safety
bjaa: involvement i2 => ok state=active
privacy-officer: objection o1 => ok addressee=- ; school decision=granted | bjaa decision=refused
privacy-officer: objections => nothing
privacy-officer: objections decided=yes => o1 parts=2
bjaa: objections decided=yes => o1 parts=1
police: objection o1 => refused PERMISSION_DENIED NOT_ALLOWED
