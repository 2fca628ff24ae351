# A category gets another code: the families that had it have the new one
# source: own rule: a change of a file must not leave open work where nobody reaches it
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG2 => ok
process-manager-zeeburg: inbox => includes ticket-opened ticket=t1 case=c1
covenant category MPG2 becomes MPG-2 unsaid => refused "1 open case, 1 open ticket"
covenant category MPG2 becomes MPG-2
process-manager-zeeburg: case c1 => ok category=MPG-2 director=process-manager-zeeburg history=MPG2>MPG-2
process-manager-zeeburg: ticket t1 => ok category=MPG-2
process-manager-zeeburg: inbox => case-classified case=c1 category=MPG-2
