# The target sees the ticket when it is matched with the opener
# source: escalation.proto (Ticket)
at 2026-03-02 10:00
debt-zeeburg: register i0 child=Sanne => ok
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG1 => ok
debt-zeeburg: ticket t1 => ok state=open opener=school target=debt-zeeburg involvement=-
debt-zeeburg: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
