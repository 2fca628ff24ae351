# After a restart everything is where it followed to, and nothing follows twice
# source: own rule: a change of a file must not leave open work where nobody reaches it; promise S1
# depths: embedded postgres mtls
at 2026-03-02 10:00
police: send-signal s1 child=Bram area=zeeburg acute=yes => ok
police: send-signal s2 child=Sanne area=zeeburg => ok recipient=coordinator-zeeburg
covenant office coordinator-zeeburg becomes coordinator-oostzee
restart
coordinator-zeeburg: signals => s2
coordinator-zeeburg: answer-signal s2 answer=seen => ok
covenant office coordinator-oostzee becomes coordinator-ijburg
restart
coordinator-zeeburg: signals => s2
coordinator-zeeburg: cases => any-order c1 | c2
