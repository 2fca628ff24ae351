# A postcode is enough to find the district
# source: signal.proto; plan ch. 3
at 2026-03-02 10:00
police: send-signal s1 child=Sanne postcode=1095AB => ok area=zeeburg recipient=coordinator-zeeburg
