# Whoever takes a signal up in time stops its clock; having seen it does not
# source: plan ch. 3 (taken up in time)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok
police: send-signal s2 child=Bram => ok
coordinator-zeeburg: answer-signal s1 answer=taken_up => ok due=
coordinator-zeeburg: answer-signal s2 answer=seen => ok due=2026-03-10T00:00
police: inbox => signal-taken-up signal=s1 | signal-seen signal=s2
at 2026-03-10 00:00
sweep
police: inbox => signal-deputy signal=s2
police: signal s1 => ok late=no history=received+taken_up
coordinator-zeeburg: signals => s2
