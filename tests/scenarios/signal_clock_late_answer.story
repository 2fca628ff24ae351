# Who let the term pass may still take a signal up; the office above hears it and need do nothing
# source: plan ch. 3 (deputy, then the office above)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok
at 2026-03-10 00:00
sweep
at 2026-03-18 00:00
sweep
programme-manager: inbox => signal-received-late signal=s1
care-and-nuisance-desk: answer-signal s1 answer=taken_up => refused PERMISSION_DENIED NOT_ALLOWED
police: answer-signal s1 answer=taken_up => refused PERMISSION_DENIED NOT_RECIPIENT
coordinator-zeeburg: answer-signal s1 answer=taken_up => ok state=taken_up recipient=coordinator-zeeburg
programme-manager: inbox => signal-taken-up signal=s1
programme-manager: signals => nothing
programme-manager: answer-signal s1 answer=taken_up => refused PERMISSION_DENIED NOT_RECIPIENT
programme-manager: signal-outcome s1 outcome=false_alarm => refused PERMISSION_DENIED NOT_RECIPIENT
