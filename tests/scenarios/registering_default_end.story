# Without an end date an involvement lasts two years
# source: ending; plan § 3.1
at 2026-03-02 10:00
school: register i1 child=Sanne => ok start=2026-03-02 end=2028-03-02 area=zeeburg registered=2026-03-02T10:00
