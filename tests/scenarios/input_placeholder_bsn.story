# A number that is typed where none is known makes no match of all for whom it was typed
# source: BSN 11-check (eight equal digits and a zero always pass it)
at 2026-03-02 10:00
school: register i1 child=bsn:111111110 => refused fields members[0].bsn
school: register i1 child=Sanne parent=bsn:999999990 => refused fields members[1].bsn
police: send-signal s1 child=bsn:222222220 => refused fields members[0].bsn
population-register: record-parents Sanne parents=bsn:555555550 => refused fields parent_bsns[0]
population-register: record-death bsn:333333330 died=today => refused fields bsn
school: register i1 child=bsn:111111111 => refused fields members[0].bsn
