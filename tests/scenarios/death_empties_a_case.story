# The only person in a case dies: the case goes, who follows it hears so once, its meeting is off; an open
# ticket of an involvement that is there still goes on, also when the family moves
# source: archive (death); move (open tickets are re-routed, nothing is lost); own reading (what becomes of the ticket)
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira area=zeeburg => ok
debt-zeeburg: register i2 parent=Mira => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG3 => ok director=process-manager-zeeburg
school: open-ticket t2 involvement=i1 track=A obstacle=no_agreement category=MPG3 => ok
school: resolve t2 how=agreement => ok
process-manager-zeeburg: invite c1 code=mdo-plus day=2026-03-16 organisation=school => ok
process-manager-zeeburg: cases => c1
process-manager-zeeburg: inbox => includes case-opened
coordinator-zeeburg: inbox => includes overview-opened
school: inbox => includes plan-invited
bjaa: inbox => includes plan-chairs
debt-zeeburg: inbox => nothing
population-register: record-death Sanne => ok
process-manager-zeeburg: inbox => case-destroyed case=c1
coordinator-zeeburg: inbox => case-destroyed case=c1
bjaa: inbox => plan-called-off case=c1 code=mdo-plus day=2026-03-16
school: inbox => any-order removed own=i1 whole=no | plan-called-off case=- own=i1 code=mdo-plus day=2026-03-16
nobody-else is told
process-manager-zeeburg: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
process-manager-zeeburg: cases => nothing
school: ticket t2 => refused PERMISSION_DENIED NOT_ALLOWED
school: escalate t1 => ok state=open step=2 handler=process-manager-zeeburg due=2026-03-16
school: move i1 area=noord => ok area=noord
school: ticket t1 => ok handler=process-manager-noord director=process-manager-noord step=2 due=2026-03-16
process-manager-noord: inbox => includes ticket-assigned ticket=t1
process-manager-zeeburg: inbox => includes ticket-rerouted ticket=t1
process-manager-noord: resolve t1 how=task_done => ok state=resolved
