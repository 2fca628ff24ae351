# What has ended cannot end, be renewed or be asked by
# source: ending; visibility
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: end i1 => ok
school: end i1 => refused FAILED_PRECONDITION NOT_ACTIVE
school: renew i1 end=2027-01-01 => refused FAILED_PRECONDITION NOT_ACTIVE
school: involved i1 => refused FAILED_PRECONDITION NOT_ACTIVE
