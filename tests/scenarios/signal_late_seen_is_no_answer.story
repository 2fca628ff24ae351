# Whoever let the term pass and says "seen" takes nothing out of the hands of the office that must act now
# source: plan ch. 3 (a crisis waits for nobody); own reading
at 2026-03-07 23:30
police: send-signal s1 child=Sanne acute=yes discussed=no_time => ok recipient=bjaa
at 2026-03-08 01:30
sweep
bjaa: inbox => signal-received signal=s1 | signal-office-above signal=s1
police: inbox => signal-office-above signal=s1
bjaa: answer-signal s1 answer=seen => ok state=waiting recipient=coordinator-zeeburg
coordinator-zeeburg: pull max=1 => ok ahead=s1
coordinator-zeeburg: inbox => signal-informed signal=s1 | signal-received-late signal=s1 crisis=yes
police: signal s1 => ok state=waiting late=yes history=received+office_above
police: inbox => nothing
coordinator-zeeburg: answer-signal s1 answer=seen => ok state=seen
police: inbox => signal-seen signal=s1
bjaa: inbox => signal-seen signal=s1
bjaa: answer-signal s1 answer=taken_up => ok state=taken_up recipient=bjaa
