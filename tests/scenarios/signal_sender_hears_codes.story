# The sender gets back what happened with it, as codes: seen, taken up
# source: plan ch. 3 (the sender gets back what happened)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok
advance 1 hour
coordinator-zeeburg: answer-signal s1 answer=seen => ok state=seen history=received+seen replayed=no
police: inbox => signal-seen signal=s1 at=2026-03-02T11:00
police: signal s1 => ok state=seen recipient=coordinator-zeeburg
coordinator-zeeburg: answer-signal s1 answer=seen => ok state=seen history=received+seen
police: inbox => nothing
coordinator-zeeburg: answer-signal s1 answer=taken_up => ok state=taken_up history=received+seen+taken_up
police: inbox => signal-taken-up signal=s1
police: signal s1 => ok state=taken_up history=received+seen+taken_up hands=coordinator-zeeburg+coordinator-zeeburg+coordinator-zeeburg
coordinator-zeeburg: inbox => signal-received signal=s1
nobody-else is told
