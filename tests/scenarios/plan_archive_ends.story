# What is kept of a closed case is destroyed when the covenant's term has passed, its tickets with it
# source: covenant, term case_archive_years; retention
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-12-31 => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
school: resolve t1 how=task_done => ok
coordinator-zeeburg: cases => c1
coordinator-zeeburg: close-case c1 reason=family_declines => ok kept=2031-03-02
at 2031-03-02 10:00
sweep
coordinator-zeeburg: case c1 => ok state=closed closed=family_declines
school: ticket t1 => ok
at 2031-03-03 10:00
sweep
sweep
coordinator-zeeburg: case c1 => refused PERMISSION_DENIED NOT_ALLOWED alike=a
coordinator-zeeburg: case c9 => refused PERMISSION_DENIED NOT_ALLOWED alike=a
coordinator-zeeburg: cases state=all => nothing
school: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
