# With a child who died, the parents who were reached by it are reached no more
# source: archive (death); match rule (kinship feed)
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira => ok
school: register i1 child=Sanne,Bram => ok
debt-zeeburg: register i2 adult=Mira => ok match=m1
population-register: record-death Sanne => ok
debt-zeeburg: involved i2 => nothing
debt-zeeburg: inbox => retracted own=i2
school: involvement i1 => ok roles=child
