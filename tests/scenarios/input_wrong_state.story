# What is over takes no more work, and each refusal says so
# source: bad input; ending; follow-up
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: withdraw t1 => ok
school: end i1 => ok
school: open-ticket t2 involvement=i1 track=A obstacle=no_agreement category=MPG1 => refused FAILED_PRECONDITION NOT_ACTIVE
school: follow-up m1 state=seen => refused FAILED_PRECONDITION NOT_ACTIVE
school: agree-lead m1 lead=bjaa => refused FAILED_PRECONDITION NOT_ACTIVE
bjaa: agree-lead m1 lead=school => refused fields lead_oin
school: escalate t1 => refused FAILED_PRECONDITION TICKET_CLOSED
school: hand-over t1 category=MPG2 => refused FAILED_PRECONDITION TICKET_CLOSED
school: resolve t1 how=agreement => refused FAILED_PRECONDITION TICKET_CLOSED
school: withdraw t1 => refused FAILED_PRECONDITION TICKET_CLOSED
school: match m1 => ok state=new
bjaa: match m1 => ok state=new lead=nobody
