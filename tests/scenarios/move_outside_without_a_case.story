# Out of every covenant without a case: the coordinator of the former district is told
# source: move (outside)
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: move i1 outside=yes => ok area=zeeburg
coordinator-zeeburg: inbox => moved from=zeeburg to=- municipality=-
nobody-else is told
