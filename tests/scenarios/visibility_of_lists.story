# Everybody lists the own involvements only, in the order of registering
# source: visibility
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
advance 1 hour
school: register i3 child=Bram => ok
school: end i1 => ok
school: involvements => i1 state=archived | i3 state=active
bjaa: involvements => i2
police: involvements => nothing
