# Of a parent who died nothing is left on the children either, registered or not
# source: archive (death); match rule (kinship feed)
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira => ok
population-register: record-parents Bram parents=Mira => ok
school: register i1 child=Sanne => ok
debt-zeeburg: register i2 adult=Mira => ok match=m1
population-register: record-death Mira => ok
school: inbox => destroyed | retracted own=i1
debt-zeeburg: inbox => removed own=i2 ground=death whole=yes
bjaa: register i3 child=Bram => ok involved=nobody
school: involved i1 => nothing
