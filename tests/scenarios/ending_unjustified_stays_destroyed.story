# A late retry of a registration does not bring back what was destroyed
# source: ending; API conventions
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok match=m1
school: end i2 reason=unjustified => ok involvement=-
bjaa: inbox => destroyed | retracted own=i1
school: register i2 child=Sanne => refused ALREADY_EXISTS ID_REUSED
bjaa: inbox => nothing
school: register i3 child=Sanne => ok match=m2
