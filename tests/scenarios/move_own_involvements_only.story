# All own involvements with these persons move along; those of others stay theirs
# source: move
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira area=zeeburg => ok
school: register i2 child=Sanne area=zeeburg professional=p-other => ok
school: register i3 child=Bram area=zeeburg => ok
bjaa: register i4 child=Sanne area=zeeburg => ok
school: move i1 area=noord => ok area=noord
school: involvements => i1 area=noord | i2 area=noord | i3 area=zeeburg
bjaa: involvement i4 => ok area=zeeburg
bjaa: move i4 area=noord => ok area=noord
bjaa: involvement i4 => ok area=noord
