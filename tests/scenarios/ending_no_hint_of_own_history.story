# The own ended involvement is no hint to the own organisation
# source: archive
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: end i1 => ok
school: register i2 child=Sanne => ok earlier=no already=no id=i2
school: inbox => nothing
