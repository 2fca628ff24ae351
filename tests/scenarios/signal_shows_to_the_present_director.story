# When another office comes to direct the case, it may see its signals
# source: the office that directs sees its cases
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok
coordinator-zeeburg: signal s1 => ok case=c1
process-manager-zeeburg: signal s1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: classify c1 category=MPG2 => ok director=process-manager-zeeburg
process-manager-zeeburg: signal s1 => ok case=c1
coordinator-zeeburg: signal s1 => ok case=-
