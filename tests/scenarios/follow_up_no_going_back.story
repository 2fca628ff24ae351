# A recorded state is never taken back
# source: follow-up, Jw 7.1.3.2; match.proto
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
bjaa: follow-up m1 state=contact_made => ok
bjaa: follow-up m1 state=seen => refused FAILED_PRECONDITION FOLLOW_UP_BACKWARDS
school: follow-up m1 state=no_action_needed reason=not_relevant => ok state=no_action_needed reason=not_relevant owed=no
school: follow-up m1 state=seen => refused FAILED_PRECONDITION FOLLOW_UP_BACKWARDS
bjaa: match m1 => ok state=contact_made
