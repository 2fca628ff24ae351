# Two organisations report the same move: the directors are told once
# source: move; promise S3
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
bjaa: register i2 child=Sanne area=zeeburg => ok
coordinator-zeeburg: open-case c1 person=Sanne category=at-risk area=zeeburg => ok
school: move i1 area=noord request=r1 => ok replayed=no
school: move i1 area=noord request=r1 => ok area=noord replayed=yes
school: move i1 area=osdorp request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
bjaa: move i2 area=noord => ok area=noord
bjaa: involvement i2 => ok area=noord
school: move i1 area=noord => ok area=noord
coordinator-noord: inbox => includes moved case=c1
coordinator-noord: inbox => nothing
