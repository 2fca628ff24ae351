# A refused registration tells nobody
# source: bad input: nothing changed
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne,bsn:123456789 => refused fields members[1].bsn
bjaa: involvements => nothing
nobody-else is told
bjaa: register i2 child=Sanne => ok involved=school
