# Whoever is added counts as whoever is registered: there is no way around the budget
# source: lookup budget
# budget: 2 an hour, 4 a day
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
school: register i2 child=Bram => ok
school: add-members i2 child=Cees => ok
school: add-members i2 child=Sanne => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour
bjaa: inbox => nothing
school: involvement i2 => ok roles=child+child
advance 1 hours
school: add-members i2 child=Sanne => ok match=m1
