# What is named on the telephone is found in one's own lists, and in nobody else's
# source: match.proto, case.proto, escalation.proto, signal.proto (reference)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
police: register i3 child=Sanne => ok match=m2
school: involvements reference=ref:i1 => i1
school: involvements reference=ref:i2 => nothing
school: involvements reference=ref:i9 => nothing
bjaa: involvements reference=ref:i2 => i2
school: involvements reference=ref:i1 professional=p-other => nothing
school: register i4 child=Bram => ok
school: end i4 => ok
school: involvements reference=ref:i4 => i4 state=archived
school: involvements reference=ref:i4 active=yes => nothing
school: matches => m1 spoken=yes | m2 spoken=yes
school: matches reference=ref:m1 => m1
bjaa: matches reference=ref:m1 => m1
police: matches reference=ref:m1 => nothing
school: follow-up m1 state=contact_made => ok
school: matches reference=ref:m1 => m1 state=contact_made
school: matches reference=ref:m1 filter=open => nothing
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok spoken=yes
school: tickets role=opened reference=ref:t1 => t1
school: tickets role=handled reference=ref:t1 => t1
bjaa: tickets role=handled reference=ref:t1 => nothing
coordinator-zeeburg: tickets role=directed reference=ref:t1 => t1
coordinator-zeeburg: open-case c1 person=Bram category=MPG1 => ok spoken=yes
coordinator-zeeburg: cases reference=ref:c1 => c1
coordinator-zeeburg: close-case c1 reason=not_needed => ok
coordinator-zeeburg: cases reference=ref:c1 => c1 state=closed
coordinator-zeeburg: cases reference=ref:c1 state=open => nothing
coordinator-noord: cases reference=ref:c1 => nothing
police: send-signal s1 child=Eva => ok spoken=yes
police: signals role=sent reference=ref:s1 => s1
coordinator-zeeburg: signals reference=ref:s1 => s1
coordinator-zeeburg: answer-signal s1 answer=taken_up => ok
coordinator-zeeburg: signals reference=ref:s1 => s1 state=taken_up
coordinator-noord: signals reference=ref:s1 => nothing
