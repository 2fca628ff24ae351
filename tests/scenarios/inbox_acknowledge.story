# Acknowledging is cumulative and never goes back
# source: inboxes; promise W7
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
police: register i3 child=Sanne => ok
youth-health: register i4 child=Sanne => ok
school: ack 2 => ok acknowledged=2
school: ack 2 => ok acknowledged=2
school: ack 1 => ok acknowledged=2
school: pull => ok acknowledged=2 ; match seq=3 with=youth-health
school: ack 3 => ok acknowledged=3
school: pull => nothing
