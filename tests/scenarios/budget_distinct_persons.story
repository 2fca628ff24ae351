# An organisation may ask about a number of different persons; the same person again costs nothing
# source: lookup budget (distinct persons per hour and day; the same for hit and miss)
# budget: 2 an hour, 4 a day
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok match=m1
school: register i3 child=Bram => ok
school: register i3 child=Bram => ok replayed=yes
school: register i4 child=Sanne professional=p-2 => ok
school: register i5 child=Cees => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour persons_most=2
school: involvement i5 => refused PERMISSION_DENIED NOT_ALLOWED
police: register i6 child=Cees => ok involved=nobody
advance 1 hours
school: register i5 child=Cees => ok
school: register i7 child=Dirk => ok
school: register i8 child=Els => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=day persons_most=4
at 2026-03-03 00:00
school: register i8 child=Els => ok
