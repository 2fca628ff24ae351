# A signal of a family that moved is passed on, and answered, where it lives now
# source: plan ch. 3; covenants side by side; own reading
# covenant: amsterdam-2009 zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
police: send-signal s1 child=Sanne area=zeeburg => ok recipient=coordinator-zeeburg
school: move i1 area=zwolle-oost => ok
coordinator-zeeburg: answer-signal s1 answer=referred to=zwolle-structural-group => ok recipient=zwolle-structural-group
zwolle-structural-group: inbox => includes signal-received signal=s1
zwolle-structural-group: answer-signal s1 answer=taken_up => ok state=taken_up
