# Who signed in may ask about thirty persons an hour; colleagues and the organisation's system go on
# source: lookup budget (one person, besides the organisation)
# depths: memory embedded postgres grpc
at 2026-03-02 10:00
bjaa: register i0 child=Sanne => ok
school/anna: register i1 adult=x1,x2,x3,x4,x5,x6,x7,x8,x9,x10,x11,x12 => ok
school/anna: register i2 adult=x13,x14,x15,x16,x17,x18,x19,x20,x21,x22,x23,x24 => ok
school/anna: register i3 adult=x25,x26,x27,x28,x29,x30 => ok
school/anna: register i4 child=Sanne => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour persons_most=30 budget_of=person alike=spent
school/anna: register i4 child=Nobody => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET alike=spent
school/anna: add-members i3 child=Sanne => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET
bjaa: inbox => nothing
school/piet: register i6 child=Sanne => ok match=m1
school: register i7 child=Bram => ok
restart
school/anna: register i4 child=Sanne => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour persons_most=30
advance 1 hours
school/anna: register i4 child=Sanne => ok match=m2
