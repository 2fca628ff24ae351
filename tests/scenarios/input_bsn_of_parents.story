# The register's numbers are checked too
# source: BSN 11-check
at 2026-03-02 10:00
population-register: record-parents bsn:123456789 parents=Mira => refused fields child_bsn
population-register: record-parents Sanne parents=Mira,bsn:999999999 => refused fields parent_bsns[1]
population-register: record-parents Sanne parents=p1,p2,p3,p4,p5 => refused fields parent_bsns
population-register: record-parents Sanne parents=- => ok
