# Who came into a case by a concern signal stays in it when an involvement is withdrawn
# source: concern signals; unjustified registration
at 2026-03-02 10:00
police: send-signal s1 child=Sanne parent=Mira => ok
coordinator-zeeburg: signal s1 => ok case=c1
coordinator-zeeburg: confirm-persons c1 => ok count=2
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
bjaa: end i2 reason=unjustified => ok
coordinator-zeeburg: case c1 => ok count=2
debt-zeeburg: register i3 adult=Mira => ok involved=school
# Nor does the case go with the only involvement, while the signal waits
police: send-signal s2 child=Bram => ok
coordinator-zeeburg: signal s2 => ok case=c2
school: register i4 child=Bram => ok
school: end i4 reason=unjustified => ok
coordinator-zeeburg: case c2 => ok count=1
