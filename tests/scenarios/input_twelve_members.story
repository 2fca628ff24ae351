# Twelve persons are one family, thirteen are not
# source: registering; bad input
at 2026-03-02 10:00
school: register i1 child=a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11,a12 => ok involved=nobody
bjaa: register i2 child=a12 => ok involved=school
bjaa: register i3 child=a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11 parent=p1 adult=p2 => refused fields members
