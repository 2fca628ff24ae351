# A sensitive organisation is reached through the coordinator of the new district
# source: move; what a party learns
at 2026-03-02 10:00
shelter: register i1 parent=Mira area=zeeburg => ok
school: register i2 parent=Mira area=zeeburg => ok match=m1 involved=withheld
school: involved i2 => withheld office=coordinator-zeeburg
shelter: move i1 area=noord => ok
school: involved i2 => withheld office=coordinator-noord
school: match m1 => ok ; withheld office=coordinator-noord
