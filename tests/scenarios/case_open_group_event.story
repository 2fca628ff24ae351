# Opening a case is one group event for each involvement that comes in, told to both sides once
# source: match rule (a group event, exactly one notification for each joining involvement)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok ; school kind=same_person
school: inbox => match with=bjaa kind=same_person
police: register i3 parent=Mira => ok involved=nobody
mental-health: register i4 parent=Mira => ok ; police kind=same_person
police: inbox => match with=mental-health
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok
coordinator-zeeburg: inbox => case-opened
school: inbox => any-order match with=police kind=case | match with=mental-health kind=case
bjaa: inbox => any-order match with=police kind=case | match with=mental-health kind=case
police: inbox => any-order match with=school kind=case | match with=bjaa kind=case
mental-health: inbox => any-order match with=school kind=case | match with=bjaa kind=case
nobody-else is told
school: involved i1 => any-order bjaa kind=same_person | police kind=case | mental-health kind=case
