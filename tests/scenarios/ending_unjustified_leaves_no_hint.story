# What should not have been registered is no earlier involvement
# source: ending; archive
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
bjaa: end i1 reason=unjustified => ok
school: register i2 child=Sanne => ok earlier=no
