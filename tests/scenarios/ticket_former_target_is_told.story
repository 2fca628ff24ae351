# Whom a ticket is no longer against hears so once, and not whom it is against now; who never knew hears nothing
# source: inbox.proto (TicketHappening); what a party learns
at 2026-03-02 10:00
debt-zeeburg: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok
debt-zeeburg: inbox => match with=school
school: open-ticket t1 involvement=i2 track=B target=debt-zeeburg category=MPG1 => ok
debt-zeeburg: inbox => ticket-opened ticket=t1
school: escalate t1 => ok handler=coordinator-zeeburg
debt-zeeburg: inbox => ticket-escalated ticket=t1
coordinator-zeeburg: hand-over t1 target=bjaa request=r1 => ok handler=process-manager-zeeburg
debt-zeeburg: inbox => ticket-released ticket=t1 handler=- due=- case=-
coordinator-zeeburg: hand-over t1 target=bjaa request=r1 => ok replayed=yes
bjaa: inbox => nothing
debt-zeeburg: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
# What happens further is not its business.
process-manager-zeeburg: hand-over t1 target=police => ok target=police
bjaa: inbox => nothing
process-manager-zeeburg: resolve t1 how=task_done => ok
debt-zeeburg: inbox => nothing
# The same of a ticket in the own name of an office.
coordinator-zeeburg: ticket t1 => ok case=c1
coordinator-zeeburg: open-ticket t2 case=c1 track=B target=debt-zeeburg reason=own_initiative => ok handler=coordinator-zeeburg
debt-zeeburg: inbox => ticket-opened ticket=t2
coordinator-zeeburg: hand-over t2 target=bjaa => ok handler=process-manager-zeeburg
debt-zeeburg: inbox => ticket-released ticket=t2 handler=-
