# A move is told to the directors of the former and the new district
# source: move (both directors are told)
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: move i1 area=noord => ok area=noord replayed=no
coordinator-zeeburg: inbox => moved reporter=school from=zeeburg to=noord case=- municipality=-
coordinator-noord: inbox => moved reporter=school from=zeeburg to=noord case=-
school: involvement i1 => ok area=noord state=active
nobody-else is told
