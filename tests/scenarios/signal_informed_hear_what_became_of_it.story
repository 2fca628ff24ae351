# Who was informed of a signal hears what became of it
# source: plan ch. 3 (concern signals, 1); plan § 3.1
at 2026-03-02 10:00
school: send-signal s1 child=Sanne acute=yes => ok recipient=bjaa
bjaa: answer-signal s1 answer=taken_up => ok state=taken_up
coordinator-zeeburg: inbox => signal-informed signal=s1 | signal-taken-up signal=s1 crisis=yes
school: inbox => signal-taken-up signal=s1
bjaa: inbox => signal-received signal=s1
