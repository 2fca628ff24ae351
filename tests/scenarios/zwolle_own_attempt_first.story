# Nobody comes to the adviser before an attempt of the own organisation, or a word on why not
# source: thesis § 4.1
# covenant: zwolle-2007
at 2026-03-02 10:00
school: register i1 child=Sanne area=zwolle-zuid => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=intake
  => ok step=1 handler=school director=zwolle-structural-group
zwolle-structural-group: inbox => ticket-opened ticket=t1 handler=school
zwolle-adviser: inbox => nothing
zwolle-adviser: escalate t1 => refused PERMISSION_DENIED any
school: escalate t1 to-step=3 => refused fields skip_reason
school: escalate t1 => ok step=2 handler=zwolle-adviser
