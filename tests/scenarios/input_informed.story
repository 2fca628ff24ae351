# The family cannot have been told tomorrow
# source: registry.proto; informing the family
at 2026-03-02 10:00
school: register i1 child=Sanne informed=tomorrow => refused fields informed.informed_on
school: register i1 child=Sanne not-informed=- => refused fields informed.ground
