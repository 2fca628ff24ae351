# Signals and what waits ahead survive a restart
# source: promises S1, L1; plan ch. 3
# depths: embedded postgres mtls
at 2026-03-02 10:00
police: send-signal s1 child=Sanne acute=yes => ok
school: send-signal s2 child=Bram => ok
restart
bjaa: pull max=1 after=1 => ok ahead=s1 last=1
bjaa: signals => s1
coordinator-zeeburg: answer-signal s2 answer=taken_up => ok
police: send-signal s1 child=Sanne acute=yes => ok replayed=yes
restart
coordinator-zeeburg: signals closed=yes => s2 state=taken_up
