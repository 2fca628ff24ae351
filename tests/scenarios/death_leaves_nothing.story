# Of a person who died nothing is kept; an involvement goes on with the others that it names
# source: archive (death)
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
bjaa: register i2 parent=Mira => ok match=m1
police: register i3 adult=Mira => ok match=m2
police: end i3 => ok
population-register: record-death Mira died=2026-03-01 => ok
bjaa: involvement i2 => refused PERMISSION_DENIED NOT_ALLOWED
police: involvement i3 => refused PERMISSION_DENIED NOT_ALLOWED
bjaa: match m1 => refused PERMISSION_DENIED NOT_ALLOWED
school: involvement i1 => ok roles=child state=active
school: involved i1 => nothing
bjaa: inbox => destroyed | destroyed | removed own=i2 ground=death whole=yes
school: inbox => destroyed | destroyed | destroyed | retracted own=i1 | removed own=i1 ground=death whole=no
police: inbox => nothing
debt-zeeburg: register i4 adult=Mira => ok involved=nobody earlier=no
population-register: record-death Mira died=2026-03-01 request=r1 => ok replayed=no
population-register: record-death Mira died=2026-03-01 request=r1 => ok replayed=yes
# The same registration, sent once more, does not bring it back.
bjaa: register i2 parent=Mira => refused ALREADY_EXISTS ID_REUSED
