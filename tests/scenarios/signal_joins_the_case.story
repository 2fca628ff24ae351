# A signal about a person in a case joins it: its director is informed, whoever the category names
# source: cases open with the first ticket or concern signal
at 2026-03-02 10:00
process-manager-zeeburg: open-case c1 person=Sanne person=Mira category=MPG2 area=zeeburg => ok
police: send-signal s1 child=Sanne child=Bram acute=yes area=zeeburg => ok recipient=bjaa
process-manager-zeeburg: inbox => case-opened case=c1 | signal-informed signal=s1 crisis=yes
coordinator-zeeburg: inbox => overview-opened case=c1 | signal-informed signal=s1 crisis=yes
process-manager-zeeburg: signal s1 => ok case=c1 sender=police
coordinator-zeeburg: signal s1 => ok case=-
process-manager-zeeburg: case c1 => ok count=2 category=MPG2
