# A household without children: the Care and Nuisance Desk, and nobody else
# source: plan ch. 3 (concern signals, 3)
at 2026-03-02 10:00
housing: send-signal s1 adult=Karel area=zeeburg
    => ok recipient=care-and-nuisance-desk crisis=no children=no roles=other_adult rule=concern-no-children
care-and-nuisance-desk: inbox => signal-received signal=s1
coordinator-zeeburg: inbox => nothing
nobody-else is told
