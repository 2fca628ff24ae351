# The order of the persons does not make it another registration
# source: same again
at 2026-03-02 10:00
school: register i1 child=Sanne,Bram parent=Mira => ok
school: register i2 parent=Mira child=Bram,Sanne => ok already=yes id=i1
