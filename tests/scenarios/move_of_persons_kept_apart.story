# By the word of a party a case moves with the persons whom that party registered; where others were put
# together with them, both directors are told and the case stays until its director moves it
# source: linking people further than a match is a decision of a director; move
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Bram => ok
police: send-signal s1 child=Sanne child=Bram => ok
coordinator-zeeburg: signal s1 => ok case=c1
bjaa: open-ticket t1 involvement=i2 track=A obstacle=no_agreement category=MPG1 => ok
school: move i1 area=centrum => ok
coordinator-zeeburg: inbox => includes moved
coordinator-centrum: inbox => includes moved
coordinator-zeeburg: case c1 => ok area=zeeburg
bjaa: ticket t1 => ok area=zeeburg
bjaa: inbox => ticket-assigned
