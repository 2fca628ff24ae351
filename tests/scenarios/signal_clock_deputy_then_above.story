# Nobody takes a signal up in the covenant's term: the deputy must act, then the office above; the sender sees it
# source: plan ch. 3 (a signal has a clock); the term of five working days is an own reading
at 2026-03-02 10:00
police: send-signal s1 child=Sanne area=zeeburg => ok recipient=coordinator-zeeburg due=2026-03-10T00:00 late=no
at 2026-03-09 23:00
sweep
police: signal s1 => ok late=no history=received
at 2026-03-10 00:00
sweep
sweep
police: inbox => signal-deputy signal=s1
police: signal s1 => ok late=yes state=waiting recipient=coordinator-zeeburg reached=yes history=received+deputy due=2026-03-18T00:00
coordinator-zeeburg: inbox => signal-received signal=s1 | signal-received-late signal=s1
coordinator-zeeburg: answer-signal s1 answer=seen => ok state=seen
at 2026-03-18 00:00
sweep
police: inbox => signal-seen signal=s1 | signal-office-above signal=s1
police: signal s1 => ok late=yes state=waiting recipient=programme-manager history=received+deputy+seen+office_above hands=coordinator-zeeburg+coordinator-zeeburg+coordinator-zeeburg+programme-manager
coordinator-zeeburg: inbox => signal-office-above signal=s1
programme-manager: inbox => signal-received-late signal=s1
programme-manager: signals => s1
coordinator-zeeburg: signals => s1
at 2026-03-26 00:00
sweep
programme-manager: inbox => signal-received-late signal=s1
police: inbox => signal-office-above signal=s1
coordinator-zeeburg: inbox => signal-office-above signal=s1
police: signal s1 => ok late=yes recipient=programme-manager
at 2026-05-18 10:00
sweep
nobody-else is told
programme-manager: answer-signal s1 answer=taken_up => ok state=taken_up late=yes
