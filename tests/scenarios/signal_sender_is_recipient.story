# The youth-care agency may send a signal that it must act on itself
# source: plan ch. 3 (concern signals, 1)
at 2026-03-02 10:00
bjaa: send-signal s1 child=Sanne acute=yes => ok recipient=bjaa sender=bjaa
bjaa: inbox => signal-received signal=s1
bjaa: answer-signal s1 answer=taken_up => ok informed=coordinator-zeeburg
bjaa: inbox => nothing
coordinator-zeeburg: inbox => signal-informed | signal-taken-up
