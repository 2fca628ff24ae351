# Who is handler and opener at the same time hears it once
# source: plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG2 => ok due=2026-03-16
school: inbox => ticket-assigned
process-manager-zeeburg: inbox => includes ticket-opened
advance 11 working-days
sweep
school: inbox => ticket-overdue
process-manager-zeeburg: inbox => ticket-overdue
