# Limits of a pull and a subscription
# source: inbox.proto
at 2026-03-02 10:00
school: pull max=501 => refused fields max_notifications
school: subscribe s1 heartbeat=61 => refused fields heartbeat_seconds
school: ack 0 => ok acknowledged=0
