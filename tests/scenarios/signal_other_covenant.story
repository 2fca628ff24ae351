# A signal goes by the covenant of the family's area; only who is party to it may send one there
# source: several covenants served by one broker; plan ch. 3
# covenant: amsterdam-2009 zwolle-2007
at 2026-03-02 10:00
police: send-signal s1 child=Sanne area=zeeburg => ok recipient=coordinator-zeeburg covenant=amsterdam-2009@1
police: send-signal s2 child=Sanne area=zwolle-oost => refused fields place
coordinator-zeeburg: answer-signal s1 answer=referred to=zwolle-adviser => refused fields refer_to
