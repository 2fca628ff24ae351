# A covenant without grounds asks for none, and keeps none
# source: plan ch. 3; signal.proto (SendConcernSignalRequest)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne entry-ground=deviant-living => refused fields entry_ground
police: send-signal s1 child=Sanne own-attempts=mediation => refused fields own_attempts
police: send-signal s1 child=Sanne => ok entry-ground=- own-attempts=-
