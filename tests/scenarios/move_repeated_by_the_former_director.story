# A director whose case moved to another region hears the same answer when it asks once more
# source: idempotency of mutating calls; move (a director reports a new area)
at 2026-03-02 10:00
process-manager-zeeburg: open-case c1 person=Sanne category=MPG2 area=zeeburg => ok
process-manager-zeeburg: move case:c1 area=noord request=r1 => ok area=noord replayed=no
process-manager-zeeburg: move case:c1 area=noord request=r1 => ok area=noord replayed=yes
process-manager-zeeburg: move case:c1 area=osdorp request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
process-manager-zeeburg: move case:c1 area=noord => refused PERMISSION_DENIED NOT_ALLOWED
process-manager-noord: inbox => includes moved case=c1
process-manager-noord: inbox => nothing
school: register i1 child=Tess area=zeeburg => ok
school: move i1 outside=yes request=r2 => ok area=zeeburg replayed=no
school: end i1 => ok
school: move i1 outside=yes request=r2 => ok area=zeeburg replayed=yes
