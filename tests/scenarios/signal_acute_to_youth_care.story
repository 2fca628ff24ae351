# Acute danger to a child goes straight to the youth-care agency; the coordinator is informed
# source: plan ch. 3 (concern signals, 1)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne parent=Mira acute=yes area=zeeburg
    => ok state=waiting recipient=bjaa crisis=yes danger=acute children=yes roles=child+parent rule=concern-acute
bjaa: inbox => signal-received signal=s1 crisis=yes
coordinator-zeeburg: inbox => signal-informed signal=s1 crisis=yes
bjaa: signal s1 => ok sender=police recipient=bjaa informed=coordinator-zeeburg contact=p-police phone="020 5550100" sent=2026-03-02T10:00
coordinator-zeeburg: signal s1 => ok recipient=bjaa sender=police
nobody-else is told
