# A postcode is enough to say where a family went
# source: registry.proto; move
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: move i1 postcode=1031AB => ok area=noord
coordinator-noord: inbox => moved to=noord
