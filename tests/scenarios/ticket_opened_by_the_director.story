# The office that directs opens a ticket, with its reason; step 1 lies with the family manager's organisation
# source: plan §§ 2.5, 3.4; thesis § 5.3.2; escalation.proto (OpenTicketRequest); factsheet, Continu (waiting is counted)
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
debt-zeeburg: register i2 child=Sanne => ok match=m1
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
bjaa: inbox => includes match
process-manager-zeeburg: inbox => includes case-opened
process-manager-zeeburg: open-ticket t1 case=c1 track=B obstacle=not_delivered target=debt-zeeburg reason=request_of_family_manager => ok state=open step=1 opener=bjaa handler=bjaa by-office=process-manager-zeeburg office-reason=request_of_family_manager category=MPG3 area=zeeburg history=opened skipped=- replayed=no
again
bjaa: inbox => ticket-assigned ticket=t1
process-manager-zeeburg: inbox => ticket-opened ticket=t1
bjaa: ticket t1 => ok opener=bjaa by-office=process-manager-zeeburg
process-manager-zeeburg: tickets role=opened => t1
bjaa: tickets role=opened => t1
bjaa: escalate t1 => ok step=2 handler=coordinator-zeeburg
process-manager-zeeburg: open-ticket t2 case=c1 track=B obstacle=waiting_list target=debt-zeeburg reason=own_initiative skip=already_tried => ok step=2 handler=coordinator-zeeburg skipped=already_tried office-reason=own_initiative
coordinator-zeeburg: resolve t2 how=task_done => ok state=resolved
process-manager-zeeburg: withdraw t1 => ok state=withdrawn
bjaa: inbox => includes ticket-withdrawn ticket=t1
