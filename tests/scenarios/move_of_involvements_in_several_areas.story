# Own involvements that stood in other areas move along with their offices, which are told
# source: move (both directors are told, nothing is lost); Jw 7.1.3.2 (follow-up)
at 2026-03-02 10:00
bjaa: register i0 child=Sanne area=zeeburg => ok
school: register i1 child=Sanne area=zeeburg => ok match=m1
school: register i2 child=Sanne area=centrum professional=p-other => ok match=m2
school: move i1 area=noord => ok area=noord
school: involvement i2 => ok area=noord
coordinator-zeeburg: inbox => moved from=zeeburg to=noord
coordinator-centrum: inbox => moved from=centrum to=noord reporter=school case=-
coordinator-noord: inbox => moved from=zeeburg to=noord
at 2026-05-11 10:00
sweep
coordinator-noord: inbox => follow-up-due match=m1 stage=director | follow-up-due match=m2 stage=director
coordinator-zeeburg: inbox => nothing
coordinator-centrum: inbox => nothing
