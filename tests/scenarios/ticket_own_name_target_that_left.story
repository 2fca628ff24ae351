# Who is involved with nobody in the case any more sees the ticket no longer that an office opened against it
# source: what a party learns; ending
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
debt-zeeburg: register i2 parent=Mira => ok
debt-zeeburg: register i3 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok persons=p1,p2
coordinator-zeeburg: open-ticket t1 case=c1 track=B target=debt-zeeburg reason=own_initiative => ok
coordinator-zeeburg: open-ticket t2 case=c1 track=B target=school reason=own_initiative => ok
# One of two is left.
debt-zeeburg: end i3 reason=unjustified => ok
debt-zeeburg: ticket t1 => ok
coordinator-zeeburg: remove-person c1 person=p2 => ok count=1
debt-zeeburg: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
# What ended keeps its place in the archive, and what went wrong with it keeps its ticket.
school: end i1 => ok
school: ticket t2 => ok
