# Registering one person many times makes no budget larger: each registration counts
# source: lookup budget
# budget: 3 an hour, 4 a day
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: register i1 child=Sanne => ok replayed=yes
school: register i2 child=Sanne => ok already=yes
school: register i3 child=Sanne professional=p-2 => ok
school: register i4 child=Bram => ok
school: register i5 child=Sanne professional=p-3 => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour alike=spent
school: register i6 child=Cees => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour alike=spent
school: register i1 child=Sanne => ok replayed=yes
advance 1 hours
school: add-members i4 child=Sanne => ok
school: add-members i1 child=Bram => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=day
