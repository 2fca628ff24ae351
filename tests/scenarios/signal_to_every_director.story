# A household in two cases: who directs either hears of a signal; so does who directs one after which watch is kept
# source: plan ch. 3; own reading
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
coordinator-zeeburg: open-case c2 person=Bram category=MPG1 => ok
police: send-signal s1 child=Sanne child=Bram => ok
process-manager-zeeburg: inbox => includes signal-informed signal=s1
coordinator-zeeburg: inbox => includes signal-received signal=s1
police: send-signal s2 child=Bram child=Sanne acute=yes => ok recipient=bjaa
process-manager-zeeburg: inbox => includes signal-informed signal=s2
coordinator-zeeburg: inbox => includes signal-informed signal=s2
process-manager-zeeburg: signal s2 => ok
# An organisation reads nothing of that case: it sees whom the covenant informs of every such signal.
bjaa: signal s2 => ok informed=coordinator-zeeburg
coordinator-zeeburg: signal s2 => ok informed=coordinator-zeeburg,process-manager-zeeburg
