# A person is told of recipients under another covenant too: who was told is the sender's own officer's to say
# source: AVG art. 15 par. 1 c; covenants side by side
# covenant: amsterdam-2009 zwolle-2007
at 2026-03-02 10:00
police: register i1 child=Sanne area=zeeburg => ok
police-2: register i2 child=Sanne area=zwolle-noord => ok match=m1
privacy-officer: subject-access Sanne => includes registered by=police state=active | told of=police
zwolle-privacy-officer: subject-access Sanne => includes told of=police-2
