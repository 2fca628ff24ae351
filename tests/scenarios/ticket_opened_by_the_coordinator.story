# The coordinator opens a ticket too, in a case of the own district that the coordinator directs
# source: plan §§ 2.4, 3.4; escalation.proto (OpenTicketRequest)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
debt-zeeburg: register i2 child=Sanne => ok match=m1
coordinator-zeeburg: open-case c1 person=Sanne category=at-risk => ok
coordinator-zeeburg: manager c1 organisation=school => ok
coordinator-zeeburg: open-ticket t1 case=c1 track=B obstacle=not_delivered target=debt-zeeburg reason=own_initiative => ok state=open step=1 opener=school handler=school by-office=coordinator-zeeburg office-reason=own_initiative category=at-risk
school: inbox => includes ticket-assigned ticket=t1
coordinator-noord: open-ticket t2 case=c1 track=B obstacle=not_delivered target=debt-zeeburg reason=own_initiative => refused PERMISSION_DENIED NOT_ALLOWED
