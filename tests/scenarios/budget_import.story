# An import breaks off where the budget is spent, and goes on there
# source: lookup budget; registry.proto (ImportResume)
# budget: 2 an hour, 9 a day
at 2026-03-02 10:00
school: import imp1 row="i1 child=Sanne" row="i2 child=Bram" => ok next=1 ; registered | registered
school: import imp1 first-row=3 row="i3 child=Cees" => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour
advance 1 hours
school: import imp1 first-row=3 row="i3 child=Cees" => ok next=3 ; registered row=3 id=i3
