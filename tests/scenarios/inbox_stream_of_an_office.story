# An office subscribes to its own inbox
# source: inboxes
at 2026-03-02 10:00
coordinator-zeeburg: subscribe s1 after=0 => ok
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
coordinator-zeeburg: stream s1 => ticket-opened seq=1 ticket=t1 step=1
