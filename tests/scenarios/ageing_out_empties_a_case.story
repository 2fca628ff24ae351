# The only person in a case ages out: its director hears that it is gone, and what is open goes with the
# involvement that named nobody else
# source: birth date; archive; Jw (23rd birthday)
at 2026-03-02 10:00
school: register i1 child=Sanne@2003-03-10 => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
coordinator-zeeburg: inbox => includes case-opened
school: inbox => ticket-assigned
at 2026-03-12 10:00
sweep
coordinator-zeeburg: inbox => any-order case-destroyed case=c1 | ticket-destroyed ticket=t1
school: inbox => any-order removed own=i1 whole=yes | ticket-destroyed ticket=t1
nobody-else is told
coordinator-zeeburg: cases => nothing
school: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
