# Required facts, known codes, known organisations
# source: escalation.proto; bad input
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B category=MPG1 => refused fields target_oin
school: open-ticket t1 involvement=i1 track=B target=oin:99999999999999999999 category=MPG1 => refused fields target_oin
school: open-ticket t1 involvement=i1 track=B target=oin:12 category=MPG1 => refused fields target_oin
school: open-ticket t1 involvement=i1 track=A category=MPG9 => refused fields category
school: open-ticket t1 involvement=i1 track=A category=- => refused fields category
school: open-ticket t1 involvement=i1 category=MPG1 => refused fields track
school: open-ticket t1 involvement=i1 track=A category=MPG1 obstacle=- => refused fields obstacle
school: open-ticket raw:x involvement=raw:y category=MPG9 obstacle=- => refused fields ticket_id involvement_id track obstacle category
school: tickets role=opened => nothing
school: inbox => nothing
