# A crisis that is referred goes ahead in the inbox of whoever must act then
# source: plan ch. 3 (never queued behind anything; referred)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
police: send-signal s1 child=Bram acute=yes => ok
school: subscribe x after=0
school: stream x => match seq=1
bjaa: answer-signal s1 answer=referred to=school => ok recipient=school crisis=yes
school: stream x => signal-received seq=0 signal=s1 | signal-received seq=2 signal=s1
school: pull max=1 => ok ahead=s1 ; match seq=1
bjaa: pull after=1 => ok ahead=- ; nothing
school: answer-signal s1 answer=referred to=bjaa => ok recipient=bjaa
bjaa: pull after=1 => ok ; signal-received seq=2 signal=s1
bjaa: subscribe y after=0
bjaa: stream y => signal-received seq=0 signal=s1 | signal-received seq=1 signal=s1 | signal-received seq=2 signal=s1
