# After five years nothing is left of an ended involvement
# source: archive
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: end i1 => ok
at 2031-03-05 10:00
sweep
school: involvement i1 => refused PERMISSION_DENIED NOT_ALLOWED
bjaa: register i2 child=Sanne => ok earlier=no
