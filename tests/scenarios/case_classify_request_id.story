# A repeated classification gives the same answer, also to the office that gave the case away
# source: idempotency of mutating calls
at 2026-03-02 10:00
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: classify c1 category=MPG2 request=r1 => ok case=- director=process-manager-zeeburg replayed=no
coordinator-zeeburg: classify c1 category=MPG2 request=r1 => ok case=- director=process-manager-zeeburg replayed=yes
coordinator-zeeburg: classify c1 category=MPG3 request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
process-manager-zeeburg: inbox => case-director-changed
process-manager-zeeburg: classify c1 category=X => refused fields category
process-manager-zeeburg: classify c1 => refused fields category
process-manager-zeeburg: classify c1 measure=raw:9 => refused fields measure
