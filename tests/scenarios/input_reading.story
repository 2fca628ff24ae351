# Sizes and areas that make no sense are refused by field
# source: bad input; inbox.proto; covenant.proto
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: pull max=1001 => refused fields max_notifications
school: subscribe s1 heartbeat=61 => refused fields heartbeat_seconds
school: tickets role=raw:9 => refused fields role
school: tickets page-size=-1 => refused fields page_size
school: tickets page=nonsense => refused fields page_token
school: offices area=atlantis => refused fields area
school: offices page=nonsense => refused fields page_token
school: organisations page-size=-1 => refused fields page_size
school: organisations page=nonsense => refused fields page_token
