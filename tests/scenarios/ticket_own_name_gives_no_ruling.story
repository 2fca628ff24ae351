# Whoever asks in its own name gives no ruling on it, also where the last step is its own: it resolves it, or lets go
# source: own rule: nobody binds others by what it asked itself
# covenant: almere-2015
at 2026-03-02 10:00
school: register i1 child=Sanne area=almere-poort-1 => ok
almere-focal-point: open-case c1 person=Sanne area=almere-poort-1 category=very-complex => ok
almere-focal-point: open-ticket t1 case=c1 track=B target=school reason=own_initiative
  => ok step=1 opener=almere-focal-point handler=almere-focal-point
almere-focal-point: rule t1 item=school:carry_out_task:2026-04-01 => refused FAILED_PRECONDITION OWN_TICKET
almere-focal-point: escalate t1 => refused FAILED_PRECONDITION LAST_STEP
almere-focal-point: resolve t1 how=agreement => ok state=resolved
school: inbox => includes ticket-resolved ticket=t1
