# Amsterdam 2009 keeps no watch after closing where there was no measure
# source: plan § 2.7 (silent on a watch for at-risk families)
at 2026-03-02 10:00
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: keep-watch c1 act=start => refused FAILED_PRECONDITION WATCH_NOT_FORESEEN
coordinator-zeeburg: close-case c1 reason=not_needed => ok
coordinator-zeeburg: keep-watch c1 act=start => refused FAILED_PRECONDITION WATCH_NOT_FORESEEN
