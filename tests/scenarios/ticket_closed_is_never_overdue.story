# A closed ticket keeps no term
# source: plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: resolve t1 how=agreement => ok state=resolved due=-
school: inbox => includes ticket-assigned
coordinator-zeeburg: inbox => includes ticket-resolved
advance 11 working-days
sweep
nobody-else is told
