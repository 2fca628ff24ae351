# The work list says how many tickets of a family are open and which of them is due first; nobody but
# the office that directs the family sees either
# source: ListCases
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
bjaa: register i2 child=Sanne => ok ; school
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok due=2026-03-16
coordinator-zeeburg: cases => c1 open=1 next=t1 next-step=1 next-due=2026-03-16 next-overdue=no due=-
coordinator-zeeburg: open-case c2 person=Bram category=MPG1 => ok open=- next=-
at 2026-03-05 10:00
bjaa: open-ticket t2 involvement=i2 track=A obstacle=no_agreement category=MPG1 => ok due=2026-03-19
coordinator-zeeburg: cases => any-order c1 open=2 next=t1 | c2 open=0 next=-
coordinator-zeeburg: cases reference=ref:c1 => c1 open=2 next=t1
coordinator-zeeburg: case c1 => ok tickets=t1,t2 open=- next=-
coordinator-centrum: cases => nothing
process-manager-zeeburg: cases => nothing
at 2026-03-17 10:00
sweep
coordinator-zeeburg: cases reference=ref:c1 => c1 open=2 next=t1 next-overdue=yes
school: withdraw t1 => ok
coordinator-zeeburg: cases reference=ref:c1 => c1 open=1 next=t2 next-due=2026-03-19 next-overdue=no
coordinator-zeeburg: classify c1 category=MPG3 measure=child_protection => ok
coordinator-zeeburg: cases => c2
process-manager-zeeburg: cases => c1 open=1 next=t2
bjaa: withdraw t2 => ok
process-manager-zeeburg: cases => c1 open=0 next=- next-due=-
