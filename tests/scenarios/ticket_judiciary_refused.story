# The judiciary cannot be escalated to, and that is the reason given
# source: plan § 3.4; plan § 2.6
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=B target=judiciary category=MPG3 => refused FAILED_PRECONDITION JUDICIARY
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement target=judiciary category=MPG1 => refused FAILED_PRECONDITION JUDICIARY
school: tickets role=opened closed=yes => nothing
school: inbox => nothing
