# A child that ages out is taken off a signal; when nobody is left the signal is destroyed
# source: ageing out destroys what is kept
at 2026-03-02 10:00
police: send-signal s1 child=Sanne@2005-03-10 parent=Mira => ok roles=child+parent
police: send-signal s2 child=Bram@2005-03-10 => ok
at 2028-03-09 23:00
sweep
police: signal s1 => ok roles=child+parent
at 2028-03-10 01:00
sweep
police: signal s1 => ok roles=parent
police: signal s2 => refused PERMISSION_DENIED NOT_ALLOWED
