# A signal is kept for the covenant's term after the last thing that happened with it, then destroyed
# source: retention of cases and signals
at 2026-03-02 10:00
police: send-signal s1 child=Sanne@2020-01-01 => ok
police: send-signal s2 child=Bram@2020-01-01 => ok
at 2026-04-02 10:00
coordinator-zeeburg: answer-signal s1 answer=taken_up => ok
at 2031-03-02 23:00
sweep
police: signal s2 => ok state=waiting
at 2031-03-03 01:00
sweep
police: signal s2 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: signals => nothing
coordinator-zeeburg: signals closed=yes => s1
at 2031-04-02 23:00
sweep
police: signal s1 => ok state=taken_up
at 2031-04-03 01:00
sweep
police: signal s1 => refused PERMISSION_DENIED NOT_ALLOWED
police: signals role=sent closed=yes => nothing
