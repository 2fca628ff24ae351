# Where the dominant role leads: most involvements with the family, among equals the longest
# source: what works, p. 93; [lead] of the covenant
# covenant: rotterdam-models
at 2026-03-02 10:00
school: register i1 child=Sanne area=charlois start=2026-01-01 => ok
welfare: register i2 child=Sanne area=charlois start=2026-02-01 => ok match=m1 lead=school lead-rule=lead-dominant
welfare: register i3 adult=Mira area=charlois start=2026-02-01 => ok
welfare: register i4 adult=Mira area=charlois start=2026-02-01 professional=p-2 => ok
school: register i5 adult=Mira area=charlois start=2026-01-01 => ok match=m2 lead=welfare lead-rule=lead-dominant ; welfare leads=yes | welfare leads=no
