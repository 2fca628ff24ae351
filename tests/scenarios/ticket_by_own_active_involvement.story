# A ticket needs an own active involvement
# source: plan § 3.4; escalation.proto
at 2026-03-02 10:00
bjaa: register i0 child=Sanne => ok
school: register i1 child=Bram => ok
school: open-ticket t1 involvement=i0 track=A obstacle=no_agreement category=MPG1 => refused PERMISSION_DENIED NOT_ALLOWED alike=a
school: open-ticket t1 involvement=never-made track=A obstacle=no_agreement category=MPG1 => refused PERMISSION_DENIED NOT_ALLOWED alike=a
school: end i1 => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => refused FAILED_PRECONDITION NOT_ACTIVE
coordinator-zeeburg: open-ticket t1 involvement=i0 track=A obstacle=no_agreement category=MPG1 => refused fields case_id office_reason involvement_id category
