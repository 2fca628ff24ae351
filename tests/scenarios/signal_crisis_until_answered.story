# A crisis goes ahead until its recipient has answered; then it is in its place only
# source: plan ch. 3 (never queued behind anything)
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok
police: send-signal s1 child=Bram acute=yes => ok
police: send-signal s2 child=Eva acute=yes => ok
police: send-signal s3 child=Eva => ok crisis=no
bjaa: pull max=1 => ok ahead=s1,s2 ; match seq=1
bjaa: pull max=2 => ok ahead=s2 ; match seq=1 | signal-received seq=2 signal=s1
bjaa: pull => ok ahead=- ; match seq=1 | signal-received seq=2 signal=s1 | signal-received seq=3 signal=s2
bjaa: answer-signal s1 answer=seen => ok state=seen crisis=yes
bjaa: subscribe x after=0
bjaa: stream x => signal-received seq=0 signal=s2 | match seq=1 | signal-received seq=2 signal=s1 | signal-received seq=3 signal=s2
bjaa: ack 3 => ok
bjaa: pull => ok ahead=s2 ; nothing
bjaa: answer-signal s2 answer=taken_up => ok
bjaa: pull => ok ahead=- ; nothing
coordinator-zeeburg: pull => ok ahead=-
police: pull => ok ahead=-
