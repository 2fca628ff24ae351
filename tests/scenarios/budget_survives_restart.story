# A restart gives nobody a new budget
# source: lookup budget (durable over restart)
# depths: embedded postgres mtls
# budget: 2 an hour, 3 a day
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
restart
school: register i2 child=Bram => ok
restart
school: register i3 child=Cees => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour
school: register i2 child=Bram => ok replayed=yes
sweep
restart
advance 1 hours
school: register i3 child=Cees => ok
restart
school: register i4 child=Dirk => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=day
at 2026-03-03 09:00
sweep
restart
school: register i4 child=Dirk => ok
