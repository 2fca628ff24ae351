# Also an archived involvement can prove unjustified
# source: ending; registry.proto
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
bjaa: end i1 => ok state=archived
bjaa: end i1 reason=unjustified => ok involvement=-
school: register i2 child=Sanne => ok earlier=no
