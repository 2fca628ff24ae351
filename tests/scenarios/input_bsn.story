# A wrong number is refused by field, and never repeated
# source: BSN 11-check
at 2026-03-02 10:00
school: register i1 child=bsn:123456789 => refused fields members[0].bsn
school: register i1 child=bsn:999999999 => refused fields members[0].bsn
school: register i1 child=bsn:000000000 => refused fields members[0].bsn
school: register i1 child=bsn:12345678 => refused fields members[0].bsn
school: register i1 child=bsn:1234567820 => refused fields members[0].bsn
school: register i1 child=bsn:12345678x => refused fields members[0].bsn
school: register i1 child=bsn: => refused fields members[0].bsn
school: register i1 child=Sanne parent=bsn:123456789 => refused fields members[1].bsn
school: register i1 child=bsn:123456782,bsn:111222333 parent=bsn:999993653 adult=bsn:010000008 => ok
