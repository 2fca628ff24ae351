# That somebody owes contact whose contact goes through another office is told, and not who it is
# source: follow-up, Jw 7.1.3.2; sensitive organisations; match.proto (OverdueContact)
at 2026-03-02 10:00
shelter: register i1 child=Sanne => ok
school: register i2 child=Sanne area=noord => ok match=m1
shelter: register i3 child=Bram area=noord => ok
school: register i4 child=Bram area=noord => ok match=m2
advance 16 working-days
sweep
sweep
sweep
coordinator-noord: overdue => m1 area=noord owing=school,- | m2 owing=school,shelter
coordinator-zeeburg: overdue => nothing
