# Who is shown without a name is not appointed: the others could not turn to it
# source: sensitive organisations; [lead] of the covenant
# covenant: rotterdam-models
at 2026-03-02 10:00
shelter: register i1 adult=Mira area=charlois start=2025-01-01 => ok
shelter: register i2 adult=Mira area=charlois start=2025-01-01 professional=p-2 => ok
school: register i3 adult=Mira area=charlois => ok match=m1 lead=school lead-rule=lead-dominant
shelter: inbox => match | lead lead=school
