# Acute danger counts in hours, nights and weekends included; above an organisation stands the area's coordinator
# source: plan ch. 3 (a crisis goes straight to Bureau Jeugdzorg); the term of two hours is an own reading
at 2026-03-07 23:30
police: send-signal s1 child=Sanne acute=yes discussed=no_time => ok recipient=bjaa crisis=yes due=2026-03-08T01:30
at 2026-03-08 01:29
sweep
coordinator-zeeburg: inbox => signal-informed signal=s1
at 2026-03-08 01:30
sweep
police: inbox => signal-office-above signal=s1
police: signal s1 => ok recipient=coordinator-zeeburg late=yes state=waiting due=2026-03-08T03:30
bjaa: inbox => signal-received signal=s1 | signal-office-above signal=s1
coordinator-zeeburg: pull max=1 => ok ahead=s1
coordinator-zeeburg: inbox => signal-received-late signal=s1 crisis=yes
bjaa: answer-signal s1 answer=taken_up => ok state=taken_up recipient=bjaa
coordinator-zeeburg: inbox => signal-taken-up signal=s1
police: inbox => signal-taken-up signal=s1
coordinator-zeeburg: pull max=1 => ok ahead=-
at 2026-03-08 10:00
sweep
nobody-else is told
