# A concern signal counts, and is never refused: a child may be in danger
# source: lookup budget; plan ch. 3 (concern signals)
# budget: 1 an hour, 1 a day
at 2026-03-02 10:00
police: send-signal s1 child=Sanne parent=Mira acute=yes area=zeeburg => ok
police: send-signal s2 child=Bram acute=yes area=zeeburg => ok
police: register i1 child=Cees => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET
police: send-signal s3 child=Dirk acute=yes area=zeeburg => ok
