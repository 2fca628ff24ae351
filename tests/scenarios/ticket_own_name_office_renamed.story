# The office that opened a ticket in its own name gets another name: the ticket is its own still
# source: own rule: a change of a file must not leave open work where nobody reaches it
at 2026-03-02 10:00
debt-zeeburg: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: open-ticket t1 case=c1 track=B target=debt-zeeburg reason=own_initiative => ok
covenant office coordinator-zeeburg becomes coordinator-oostzee
coordinator-zeeburg: tickets role=opened => t1
debt-zeeburg: ticket t1 => ok opener=coordinator-oostzee handler=coordinator-oostzee
coordinator-zeeburg: withdraw t1 => ok state=withdrawn
debt-zeeburg: inbox => includes ticket-withdrawn ticket=t1
