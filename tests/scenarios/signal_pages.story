# Signals come in pages, oldest first
# source: signal.proto
at 2026-03-02 10:00
police: send-signal s1 child=Sanne => ok
police: send-signal s2 child=Bram => ok
police: send-signal s3 child=Eva => ok
coordinator-zeeburg: signals page-size=2 => ok more=yes ; s1 | s2
coordinator-zeeburg: signals page-size=2 page=next => ok more=no ; s3
police: signals role=sent page-size=2 => ok more=yes ; s1 | s2
police: signals role=sent closed=yes page-size=2 page=next => refused fields page_token
police: signals page-size=-1 => refused fields page_size
