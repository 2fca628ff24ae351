# An office has no involvements and cannot look by those of others
# source: no leak
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
coordinator-zeeburg: register i2 child=Sanne => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: involved i1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: involvement i1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: matches filter=all => refused PERMISSION_DENIED NOT_ALLOWED
