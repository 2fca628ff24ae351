# Everybody lists what it must act on and what it sent; open ones, or all
# source: signal.proto
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok
police: send-signal s2 child=Bram => ok
school: send-signal s3 child=Eva => ok
coordinator-zeeburg: signals => s1 sender=police state=waiting | s2 sender=police | s3 sender=school
coordinator-zeeburg: answer-signal s1 answer=taken_up => ok
coordinator-zeeburg: answer-signal s2 answer=referred to=bjaa => ok
coordinator-zeeburg: answer-signal s3 answer=seen => ok
coordinator-zeeburg: signals => s3 state=seen
coordinator-zeeburg: signals closed=yes => s1 state=taken_up | s2 recipient=bjaa | s3
coordinator-zeeburg: signals role=sent closed=yes => nothing
bjaa: signals => s2 state=waiting
police: signals => nothing
police: signals role=sent => s2 state=waiting recipient=bjaa
police: signals role=sent closed=yes => s1 state=taken_up | s2
school: signals role=sent => s3
school: signals role=raw:9 => refused fields role
coordinator-noord: signals closed=yes => nothing
