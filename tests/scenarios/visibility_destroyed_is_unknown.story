# What was destroyed looks like what never was, also to its owner
# source: ending; visibility
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: end i1 reason=unjustified => ok
school: involvement i1 => refused PERMISSION_DENIED NOT_ALLOWED alike=a
school: involvement never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=a
school: involved i1 => refused PERMISSION_DENIED NOT_ALLOWED alike=b
school: involved never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=b
