# A retry of an assignment gives the same answer and tells nobody twice
# source: idempotency
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school request=r1 => ok organisation=school replayed=no
coordinator-zeeburg: manager c1 organisation=school request=r1 => ok organisation=school replayed=yes
coordinator-zeeburg: manager c1 organisation=bjaa request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
school: inbox => family-manager
coordinator-zeeburg: manager c1 organisation=school etag=r0 => refused ABORTED ETAG_MISMATCH
