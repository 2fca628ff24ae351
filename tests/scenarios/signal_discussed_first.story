# Whoever sends a signal says whether it was discussed with parent or youth, or why not
# source: plan § 3.1 (discussed first, unless there are grave objections)
at 2026-03-02 10:00
police: send-signal s1 child=Sanne discussed=with_both => ok discussed=with_both
police: send-signal s2 child=Bram discussed=unsafe_for_child => ok discussed=unsafe_for_child
police: send-signal s3 child=Eva acute=yes discussed=no_time => ok discussed=no_time
coordinator-zeeburg: signal s2 => ok discussed=unsafe_for_child
police: send-signal s4 child=Koen discussed=- => refused fields discussed
police: send-signal s4 child=Koen discussed=raw:77 => refused fields discussed
police: send-signal s4 child=Koen discussed=no_time => refused fields discussed
police: signals role=sent closed=yes => s1 | s2 | s3
