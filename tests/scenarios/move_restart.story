# A move survives a restart
# source: promise S1
# depths: embedded postgres mtls
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: move i1 area=noord request=r1 => ok
restart
school: ticket t1 => ok director=coordinator-noord area=noord
school: involvement i1 => ok area=noord
school: move i1 area=noord request=r1 => ok replayed=yes
coordinator-noord: inbox => includes moved case=c1
