# An organisation may ask about a number of different persons; the same request again costs nothing,
# another registration of the same person counts
# source: lookup budget (distinct persons per hour and day; the same for hit and miss)
# budget: 3 an hour, 5 a day
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok match=m1
school: register i3 child=Bram => ok
school: register i3 child=Bram => ok replayed=yes
school: register i4 child=Sanne professional=p-2 => ok
school: register i5 child=Cees => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour persons_most=3
school: involvement i5 => refused PERMISSION_DENIED NOT_ALLOWED
police: register i6 child=Cees => ok involved=nobody
advance 1 hours
school: register i5 child=Cees => ok
school: register i7 child=Dirk => ok
school: register i8 child=Els => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=day persons_most=5
at 2026-03-03 00:00
school: register i8 child=Els => ok
