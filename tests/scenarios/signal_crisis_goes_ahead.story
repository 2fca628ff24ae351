# A crisis comes before everything else that waits, and again in its place with the same id
# source: plan ch. 3 (never queued behind anything); promises W1 W2 W3
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok
police: register i3 child=Sanne => ok
youth-health: register i4 child=Sanne => ok
bjaa: subscribe x after=0
bjaa: stream x => match seq=1 | match seq=2 | match seq=3
police: send-signal s1 child=Bram acute=yes => ok
bjaa: stream x => signal-received seq=0 signal=s1 | signal-received seq=4 signal=s1
bjaa: subscribe y after=0
bjaa: stream y => signal-received seq=0 signal=s1 | match seq=1 | match seq=2 | match seq=3 | signal-received seq=4 signal=s1
