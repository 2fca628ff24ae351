# A first registration gets no hint
# source: archive
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: end i1 => ok
bjaa: register i2 child=Bram => ok earlier=no
