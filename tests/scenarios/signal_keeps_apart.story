# A signal tells nobody who else is involved; its persons are a family when a director says so
# source: linking people further than a match is a decision of a director
at 2026-03-02 10:00
school: register i1 child=Sanne => ok involved=nobody
bjaa: register i2 parent=Mira => ok involved=nobody
police: send-signal s1 child=Sanne parent=Mira => ok
coordinator-zeeburg: inbox => signal-received signal=s1
nobody-else is told
school: involved i1 => nothing
coordinator-zeeburg: signal s1 => ok case=c1
coordinator-zeeburg: confirm-persons c1 => ok apart=no count=2
coordinator-zeeburg: case c1 => ok apart=no ; school | bjaa
school: inbox => match with=bjaa kind=case
bjaa: inbox => match with=school kind=case
police: inbox => nothing
school: involved i1 => bjaa
