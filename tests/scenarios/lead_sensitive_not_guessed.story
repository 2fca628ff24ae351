# Naming a withheld organisation as lead tells nothing about whether it is involved
# source: what a party learns; visibility
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
shelter: register i2 adult=Mira => ok match=m1
bjaa: register i3 child=Bram => ok
school: register i4 child=Bram => ok match=m2
school: agree-lead m1 lead=shelter => refused any any alike=a
school: agree-lead m2 lead=shelter => refused any any alike=a
