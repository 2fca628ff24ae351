# Who has nothing to do with a ticket cannot tell it from one that never was
# source: visibility; no leak
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
police: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED alike=get
police: ticket never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=get
police: escalate t1 => refused PERMISSION_DENIED NOT_ALLOWED alike=escalate
police: escalate never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=escalate
police: withdraw t1 => refused PERMISSION_DENIED NOT_ALLOWED alike=withdraw
police: withdraw never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=withdraw
debt-zeeburg: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-noord: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
police: tickets role=opened closed=yes => nothing
