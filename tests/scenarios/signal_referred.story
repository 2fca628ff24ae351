# A referred signal has another recipient, who is told; the sender is told that it was referred
# source: plan ch. 3 (referred)
at 2026-03-02 10:00
housing: send-signal s1 child=Sanne => ok recipient=coordinator-zeeburg
coordinator-zeeburg: answer-signal s1 answer=referred to=care-and-nuisance-desk
    => ok state=waiting recipient=care-and-nuisance-desk history=received+referred hands=coordinator-zeeburg+care-and-nuisance-desk
care-and-nuisance-desk: inbox => signal-received signal=s1 crisis=no
housing: inbox => signal-referred signal=s1
housing: signal s1 => ok state=waiting recipient=care-and-nuisance-desk handler=coordinator-zeeburg
coordinator-zeeburg: answer-signal s1 answer=seen => refused PERMISSION_DENIED NOT_RECIPIENT
care-and-nuisance-desk: answer-signal s1 answer=referred to=mental-health => ok recipient=mental-health
mental-health: inbox => signal-received signal=s1
mental-health: signal s1 => ok sender=housing contact=p-housing
mental-health: answer-signal s1 answer=taken_up => ok state=taken_up
housing: inbox => signal-referred signal=s1 | signal-taken-up signal=s1
coordinator-zeeburg: signal s1 => ok state=taken_up
care-and-nuisance-desk: signal s1 => ok state=taken_up
