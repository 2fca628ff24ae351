# Of a shielded family the target is told of no other organisation; an office is no secret, and one that is not
# involved hears nothing
# source: shielded person; what a party learns
at 2026-03-02 10:00
population-register: record-shielding Sanne => ok
bjaa: register i1 child=Sanne => ok
debt-zeeburg: register i2 child=Sanne => ok match=m1
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: open-ticket t1 case=c1 track=B target=debt-zeeburg reason=own_initiative
  => ok opener=coordinator-zeeburg handler=coordinator-zeeburg target=debt-zeeburg
debt-zeeburg: ticket t1 => ok opener=coordinator-zeeburg target=debt-zeeburg handler=coordinator-zeeburg contact=-
coordinator-zeeburg: open-ticket t2 case=c1 track=B target=police reason=own_initiative => ok target=police
police: inbox => nothing
police: ticket t2 => refused PERMISSION_DENIED NOT_ALLOWED
# Handed over to another target, the former one is not shown which.
coordinator-zeeburg: hand-over t1 target=bjaa => ok handler=process-manager-zeeburg target=bjaa
debt-zeeburg: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
bjaa: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
