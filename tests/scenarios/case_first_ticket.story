# The first ticket opens the family's case; its director hears of the ticket, not of the case apart
# source: a case opens with the first ticket
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG2 nuisance=yes => ok case=-
process-manager-zeeburg: inbox => ticket-opened ticket=t1 case=c1
coordinator-zeeburg: inbox => ticket-opened ticket=t1 case=c1
school: inbox => ticket-assigned ticket=t1 case=-
nobody-else is told
process-manager-zeeburg: case c1 => ok cause=ticket category=MPG2 nuisance=yes area=zeeburg count=2 tickets=t1
  director=process-manager-zeeburg ; school
process-manager-zeeburg: ticket t1 => ok case=c1
process-manager-zeeburg: cases => c1
coordinator-zeeburg: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
school: withdraw t1 => ok
process-manager-zeeburg: case c1 => ok tickets=- state=open
