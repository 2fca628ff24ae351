# While watch is kept after closing, a ticket about the family is told to who directed it, whoever directs the new case
# source: what works, p. 93 (refresh)
# covenant: rotterdam-models
at 2026-03-02 10:00
rotterdam-urgent-help: open-case c1 person=Sanne category=direct-help-urgent area=charlois => ok
rotterdam-urgent-help: close-case c1 reason=stagnation_lifted => ok
school: register i1 child=Sanne area=charlois => ok
school: open-ticket t1 involvement=i1 track=B target=debt-counselling category=support-and-prop => ok
rotterdam-urgent-help: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
school: withdraw t1 => ok
rotterdam-urgent-help: keep-watch c1 act=start => ok watch=rotterdam-urgent-help
rotterdam-urgent-help: inbox => includes watch-started
school: open-ticket t2 involvement=i1 track=B target=debt-counselling category=support-and-prop
  => ok director=rotterdam-coordinator-charlois
rotterdam-urgent-help: inbox => ticket-opened ticket=t2
rotterdam-urgent-help: ticket t2 => ok handler=school
rotterdam-urgent-help: escalate t2 => refused PERMISSION_DENIED NOT_HANDLER
