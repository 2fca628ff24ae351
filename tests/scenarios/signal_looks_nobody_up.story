# A signal about an own client and eleven others shows the sender nothing, though its budget is spent
# and a signal is never refused
# source: lookup budget; linking people further than a match is a decision of a director
# budget: 1 an hour, 1 a day
at 2026-03-02 10:00
bjaa: register i1 child=Ab => ok
debt-zeeburg: register i2 parent=Bea => ok
mental-health: register i3 adult=Coen => ok
school: register i4 child=Own => ok involved=nobody
school: register i5 child=Ab => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET
school: send-signal s1 child=Own child=Ab child=Dirk child=Els child=Fik child=Gijs child=Hans child=Iris child=Jan
  parent=Bea parent=Kim adult=Coen => ok
nobody-else is told
school: involved i4 => nothing
school: matches => nothing
bjaa: involved i1 => nothing
bjaa: matches => nothing
school: open-ticket t1 involvement=i4 track=A obstacle=no_agreement category=MPG1 => ok
school: involved i4 => nothing
school: update-contact i4 phone="020 5550177" => ok
school: end i4 => ok
bjaa: inbox => nothing
debt-zeeburg: inbox => nothing
mental-health: inbox => nothing
