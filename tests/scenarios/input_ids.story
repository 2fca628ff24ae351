# Ids are UUIDs; those of new things are version 7
# source: registry.proto; bad input
at 2026-03-02 10:00
school: register raw:hello child=Sanne => refused fields involvement_id
school: register - child=Sanne => refused fields involvement_id
school: register raw:0b7f1d6a-3f0e-4a9b-8c1d-2e3f4a5b6c7d child=Sanne => refused fields involvement_id
school: involvement raw:hello => refused fields involvement_id
school: involved raw:hello => refused fields involvement_id
school: match raw:hello => refused fields match_id
school: ticket raw:hello => refused fields ticket_id
school: register i1 child=Sanne => ok
school: end i1 request=- => refused fields request_id
school: end i1 request=raw:hello => refused fields request_id
school: end i1 reason=- => refused fields reason
school: end i1 reason=expired => refused fields reason
school: involvement i1 => ok state=active
