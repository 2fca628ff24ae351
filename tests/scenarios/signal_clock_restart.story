# The clock of a signal goes on through a restart, and an alarm is given once
# source: plan ch. 3; a deadline fires exactly once
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok
restart
at 2026-03-11 10:00
sweep
restart
sweep
police: inbox => signal-deputy signal=s1
coordinator-zeeburg: inbox => signal-received signal=s1 | signal-received-late signal=s1
police: signal s1 => ok history=received+deputy due=2026-03-19T00:00
