# The alarm of a signal goes to the office that directs the case now, not to the one that did
# source: plan ch. 3; own reading
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
police: send-signal s1 child=Sanne acute=yes => ok recipient=bjaa
coordinator-zeeburg: signal s1 => ok case=c1
coordinator-zeeburg: classify c1 category=MPG3 measure=child_protection => ok director=process-manager-zeeburg
coordinator-zeeburg: inbox => includes signal-informed signal=s1
process-manager-zeeburg: inbox => includes case-director-changed
advance 3 hours
sweep
process-manager-zeeburg: inbox => includes signal-office-above signal=s1
