# Nobody but the population register tells who the parents are
# source: registry.proto; match rule
at 2026-03-02 10:00
school: record-parents Sanne parents=Mira => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: record-parents Sanne parents=Mira => refused PERMISSION_DENIED NOT_ALLOWED
