# The next step has its own term
# source: plan § 3.4 (each step has a term)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
advance 11 working-days
sweep
school: ticket t1 => ok overdue=yes
school: escalate t1 => ok step=2 overdue=no due=2026-03-31
