# Without a family manager the office that directs opens a ticket in its own name, and is called at the office
# source: plan §§ 2.4, 2.5, 3.4; thesis § 5.3.2; escalation.proto (OpenTicketRequest, opener_contact)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
debt-zeeburg: register i2 child=Sanne => ok match=m1
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
# Nobody is there who could ask for it.
process-manager-zeeburg: open-ticket t1 case=c1 track=B obstacle=not_delivered target=debt-zeeburg
  reason=request_of_family_manager => refused fields office_reason
process-manager-zeeburg: open-ticket t1 case=c1 track=B obstacle=not_delivered target=debt-zeeburg
  reason=own_initiative => ok state=open step=2 opener=process-manager-zeeburg handler=coordinator-zeeburg by-office=-
  office-reason=own_initiative involvement=- category=MPG3 area=zeeburg history=opened skipped=- due=2026-03-16 replayed=no
again
process-manager-zeeburg: open-ticket t1 case=c1 track=B obstacle=waiting_list target=debt-zeeburg reason=own_initiative
  => refused ALREADY_EXISTS ID_REUSED
coordinator-zeeburg: inbox => includes ticket-assigned ticket=t1 step=2
process-manager-zeeburg: inbox => includes ticket-opened ticket=t1
debt-zeeburg: inbox => ticket-opened ticket=t1 handler=coordinator-zeeburg
debt-zeeburg: ticket t1 => ok opener=process-manager-zeeburg target=debt-zeeburg contact=- phone=020-5551091
  email=process-manager-oost@amsterdam.example
# It is nobody's registration: who is involved beside them hears nothing of it.
school: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED alike=a
school: ticket t9 => refused PERMISSION_DENIED NOT_ALLOWED alike=a
process-manager-zeeburg: tickets role=opened => t1
process-manager-zeeburg: tickets role=directed => t1
process-manager-zeeburg: case c1 => ok tickets=t1
debt-zeeburg: withdraw t1 => refused PERMISSION_DENIED NOT_HANDLER
process-manager-zeeburg: resolve t1 how=task_done => refused PERMISSION_DENIED NOT_HANDLER
# A family manager who comes later changes nothing of it; the next one is in that one's name again.
process-manager-zeeburg: manager c1 organisation=school => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
bjaa: register i3 child=Sanne => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: open-ticket t2 case=c1 track=B target=debt-zeeburg reason=own_initiative
  => ok step=1 opener=bjaa handler=bjaa by-office=process-manager-zeeburg
process-manager-zeeburg: tickets role=opened => any-order t1 | t2
# The opener hears of each movement, and takes it back.
process-manager-zeeburg: inbox => includes ticket-opened ticket=t2
coordinator-zeeburg: escalate t1 => ok step=3 handler=portfolio-holder-zeeburg
process-manager-zeeburg: inbox => includes ticket-escalated ticket=t1
restart
process-manager-zeeburg: withdraw t1 => ok state=withdrawn opener=process-manager-zeeburg
portfolio-holder-zeeburg: inbox => includes ticket-withdrawn ticket=t1
debt-zeeburg: inbox => includes ticket-withdrawn ticket=t1
