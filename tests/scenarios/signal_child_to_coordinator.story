# A household with a child under 18: the coordinator of the family's district
# source: plan ch. 3 (concern signals, 2)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne parent=Mira area=zeeburg
    => ok recipient=coordinator-zeeburg crisis=no danger=not_acute children=yes rule=concern-children
housing: send-signal s2 child=Bram area=noord => ok recipient=coordinator-noord crisis=no
coordinator-zeeburg: inbox => signal-received signal=s1 crisis=no
coordinator-noord: inbox => signal-received signal=s2 crisis=no
nobody-else is told
