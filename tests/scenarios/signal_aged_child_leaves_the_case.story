# A child who aged out of a signal leaves the case that came of it, too, when no organisation names it
# source: Jw (23rd birthday); destruction
at 2026-03-02 10:00
police: send-signal s1 child=Sanne@2003-04-10 child=Bram parent=Mira acute=yes area=zeeburg => ok
coordinator-zeeburg: signal s1 => ok case=c1
coordinator-zeeburg: case c1 => ok count=3
at 2026-04-10 01:00
sweep
coordinator-zeeburg: case c1 => ok count=2
