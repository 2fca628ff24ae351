# A ticket in the own name of an office is about nobody's registration: it goes with the family
# source: archive (death); retention
at 2026-03-02 10:00
debt-zeeburg: register i1 child=Sanne parent=Mira => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: open-ticket t1 case=c1 track=B target=debt-zeeburg reason=own_initiative => ok
coordinator-zeeburg: open-ticket t2 case=c1 track=A obstacle=no_agreement reason=own_initiative => ok
coordinator-zeeburg: resolve t2 how=agreement => ok
debt-zeeburg: inbox => includes ticket-opened ticket=t1
population-register: record-death Sanne => ok
debt-zeeburg: inbox => includes ticket-destroyed ticket=t1
coordinator-zeeburg: inbox => includes ticket-destroyed ticket=t1
debt-zeeburg: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: ticket t2 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: tickets role=opened closed=yes => nothing
