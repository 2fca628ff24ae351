# A case does not close over a concern signal that nobody took up; the refusal says what to do
# source: plan ch. 3 (a signal has a clock)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne acute=yes => ok recipient=bjaa
coordinator-zeeburg: signal s1 => ok case=c1
coordinator-zeeburg: close-case c1 reason=not_needed => refused FAILED_PRECONDITION SIGNALS_OPEN signals_open=1
coordinator-zeeburg: case c1 => ok state=open
bjaa: answer-signal s1 answer=seen => ok
coordinator-zeeburg: close-case c1 reason=not_needed => refused FAILED_PRECONDITION SIGNALS_OPEN
bjaa: answer-signal s1 answer=taken_up => ok
coordinator-zeeburg: close-case c1 reason=not_needed => ok
police: send-signal s2 child=Sanne => ok
coordinator-zeeburg: cases => c2 state=open
