# A signal that is referred has a new clock in its new hands
# source: plan ch. 3 (referred)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok due=2026-03-10T00:00
at 2026-03-10 00:00
sweep
police: signal s1 => ok late=yes
at 2026-03-10 10:00
coordinator-zeeburg: answer-signal s1 answer=referred to=youth-health => ok recipient=youth-health late=no due=2026-03-18T00:00
at 2026-03-18 00:00
sweep
police: signal s1 => ok late=yes recipient=coordinator-zeeburg history=received+deputy+referred+office_above
youth-health: inbox => signal-received signal=s1 | signal-office-above signal=s1
