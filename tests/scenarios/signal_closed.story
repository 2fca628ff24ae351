# A signal that was taken up stays closed; a new concern is a new signal
# source: plan ch. 3
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok
coordinator-zeeburg: answer-signal s1 answer=taken_up => ok
coordinator-zeeburg: answer-signal s1 answer=seen => refused FAILED_PRECONDITION SIGNAL_CLOSED
coordinator-zeeburg: answer-signal s1 answer=referred to=bjaa => refused FAILED_PRECONDITION SIGNAL_CLOSED
police: send-signal s2 child=Sanne => ok state=waiting
