# After a restart everything acknowledged is there, once
# source: promises S1, S3, W2, W7
# depths: embedded postgres mtls
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
police: register i3 child=Sanne => ok
school: ack 1 => ok
bjaa: follow-up m1 state=contact_made => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
restart
school: involvements => i1 state=active
school: involved i1 => bjaa | police
bjaa: match m1 => ok state=contact_made
school: pull => ok acknowledged=1 ; match seq=2 with=police | ticket-assigned seq=3 ticket=t1
school: ticket t1 => ok state=open step=1
bjaa: register i2 child=Sanne => ok involved=school match=m1
school: pull after=0 => ok last=3
