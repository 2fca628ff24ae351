# The youth-care agency may send a signal that it must act on itself; it does not read from it whether
# there is a case of the family already, nor who directs that
# source: plan ch. 3 (concern signals, 1)
at 2026-03-02 10:00
process-manager-zeeburg: open-case c1 person=Bram category=MPG2 area=zeeburg => ok
bjaa: send-signal s1 child=Sanne acute=yes area=zeeburg => ok recipient=bjaa sender=bjaa informed=coordinator-zeeburg
bjaa: send-signal s2 child=Bram acute=yes area=zeeburg => ok recipient=bjaa sender=bjaa informed=coordinator-zeeburg
bjaa: inbox => signal-received signal=s1 | signal-received signal=s2
bjaa: answer-signal s1 answer=taken_up => ok informed=coordinator-zeeburg
bjaa: answer-signal s2 answer=taken_up => ok informed=coordinator-zeeburg
bjaa: inbox => nothing
process-manager-zeeburg: inbox => includes signal-informed signal=s2 | signal-taken-up signal=s2
process-manager-zeeburg: signal s2 => ok case=c1
coordinator-zeeburg: inbox => includes signal-informed signal=s1 | signal-taken-up signal=s1
