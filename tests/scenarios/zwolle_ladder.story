# Own attempt, then the adviser between the parties, then the steering group
# source: thesis § 4.1; thesis § 4.1.1; thesis § 4.1.2; own reading
# covenant: zwolle-2007
at 2026-03-02 10:00
social-work: register i1 child=Sanne area=zwolle-noord => ok
social-work: open-ticket t1 involvement=i1 track=B target=housing-corporation category=case
  => ok step=1 handler=social-work director=zwolle-case-group rule=zwolle-step1-own-attempt due=2026-03-16
social-work: escalate t1 => ok step=2 handler=zwolle-adviser rule=zwolle-step2-adviser
zwolle-adviser: escalate t1 => ok step=3 handler=zwolle-steering-group director=zwolle-case-group
zwolle-steering-group: rule t1 item=housing-corporation:take_part:2026-04-01
  => ok state=ruled ; housing-corporation act=take_part by=2026-04-01
zwolle-adviser: inbox => includes ticket-ruled ticket=t1
