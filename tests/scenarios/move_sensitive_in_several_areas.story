# A sensitive organisation with involvements in two areas is reached through the new district for both
# source: move; what a party learns
at 2026-03-02 10:00
shelter: register i1 parent=Mira area=zeeburg => ok
shelter: register i2 parent=Mira area=centrum professional=p-other => ok
school: register i3 parent=Mira area=zeeburg => ok involved=withheld,withheld
shelter: move i1 area=noord => ok area=noord
school: involved i3 => withheld office=coordinator-noord | withheld office=coordinator-noord
