# A retried answer has one effect
# source: promise S3
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok
coordinator-zeeburg: answer-signal s1 answer=referred to=bjaa request=r1 => ok recipient=bjaa replayed=no
coordinator-zeeburg: answer-signal s1 answer=referred to=bjaa request=r1 => ok recipient=bjaa replayed=yes
coordinator-zeeburg: answer-signal s1 answer=taken_up request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
bjaa: inbox => signal-received signal=s1
police: inbox => signal-referred signal=s1
