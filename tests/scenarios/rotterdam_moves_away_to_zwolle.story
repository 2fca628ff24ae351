# A family moves to a town with another covenant: both directors are told, and there its rules hold
# source: move; covenants side by side
# covenant: zwolle-2007 rotterdam-models
at 2026-03-02 10:00
child-protection-board: register i1 child=Sanne area=charlois => ok
child-protection-board: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=direct-help-urgent
  => ok handler=rotterdam-urgent-help director=rotterdam-urgent-help due=2026-03-03
child-protection-board: move i1 area=zwolle-noord => ok area=zwolle-noord
rotterdam-urgent-help: inbox => includes moved from=charlois to=zwolle-noord
zwolle-structural-group: inbox => includes moved from=charlois to=zwolle-noord
child-protection-board: ticket t1 => ok step=1 category=intake handler=child-protection-board
  director=zwolle-structural-group covenant=zwolle-2007@1 due=2026-03-03
child-protection-board: escalate t1 => ok step=2 handler=zwolle-adviser due=2026-03-16
rotterdam-urgent-help: escalate t1 => refused PERMISSION_DENIED NOT_HANDLER
