# A target that matched by parents only sees the ticket no longer when that is over
# source: what a party learns; matching is not transitive
at 2026-06-01 10:00
population-register: record-parents Sanne parents=Mira
debt-zeeburg: register i0 adult=Mira => ok
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
debt-zeeburg: ticket t1 => ok state=open
population-register: record-parents Sanne parents=Bram
debt-zeeburg: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED alike=a
debt-zeeburg: ticket never-opened => refused PERMISSION_DENIED NOT_ALLOWED alike=a
