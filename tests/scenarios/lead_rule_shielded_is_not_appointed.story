# Of a shielded family nobody is appointed: the others are shown no name to turn to
# source: shielded person; [lead] of the covenant
# covenant: rotterdam-models
at 2026-03-02 10:00
population-register: record-shielding Mira => ok
school: register i1 adult=Mira area=charlois => ok
police: register i2 adult=Mira area=charlois => ok match=m1 lead=nobody
