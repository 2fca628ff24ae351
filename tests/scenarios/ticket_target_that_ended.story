# A target that is involved no longer still sees what went wrong, until it does not name a common person any more
# source: what a party learns; ending
at 2026-06-01 10:00
debt-zeeburg: register i0 child=Sanne parent=Mira => ok
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
debt-zeeburg: end i0 => ok
debt-zeeburg: ticket t1 => ok state=open
school: escalate t1 => ok
debt-zeeburg: inbox => includes ticket-escalated ticket=t1
