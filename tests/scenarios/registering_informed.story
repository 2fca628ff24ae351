# Whether the family was told is kept, or the ground why not
# source: informing the family
at 2026-03-02 10:00
school: register i1 child=Sanne informed=2026-03-01 => ok informed=2026-03-01
bjaa: register i2 child=Bram not-informed=child_safety => ok informed=child_safety
police: register i3 child=Cees => ok informed=-
