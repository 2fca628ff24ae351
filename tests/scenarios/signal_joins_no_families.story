# Whoever is involved with nobody cannot show two families' professionals to each other: not by one
# signal, not by a second one, and not to those who come later
# source: linking people further than a match is a decision of a director
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Bram => ok
police: send-signal s1 child=Sanne child=Bram => ok
police: send-signal s2 child=Sanne child=Cees parent=Mira => ok
coordinator-zeeburg: signal s1 => ok case=c1
coordinator-zeeburg: signal s2 => ok case=c1
coordinator-zeeburg: case c1 => ok count=2 apart=yes persons=p1,p2 etag=e1
school: involved i1 => nothing
bjaa: involved i2 => nothing
debt-zeeburg: register i3 child=Bram => ok ; bjaa
mental-health: register i4 child=Sanne => ok ; school
debt-zeeburg: involved i3 => bjaa
mental-health: add-members i4 child=Dirk => ok match=-
mental-health: involved i4 => school
# A director takes out who does not belong; then there is nobody left to keep apart.
coordinator-zeeburg: remove-person c1 person=p2 => ok count=1 apart=no
mental-health: involved i4 => any-order school
