# Twelve persons fit
# source: registering
at 2026-03-02 10:00
school: register i1 child=a1,a2,a3,a4,a5,a6,a7,a8,a9,a10 parent=a11,a12 => ok
