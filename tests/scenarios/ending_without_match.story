# Leaving without a match tells nobody
# source: ending
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: end i1 => ok state=archived
nobody-else is told
school: involvement i1 => ok state=archived end-reason=no_longer_involved
