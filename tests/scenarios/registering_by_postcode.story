# A postcode stands for its area
# source: registering
at 2026-03-02 10:00
school: register i1 child=Sanne postcode=1095AB => ok area=zeeburg
