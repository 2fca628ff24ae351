# A case is closed while a meeting is planned: who was invited hears that it is off, and who would chair it
# source: guide § 5.6.1; own reading (a closed case has no meetings)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: inbox => case-opened case=c1
process-manager-zeeburg: invite c1 code=mdo-plus day=2026-03-16 organisation=school => ok
school: inbox => plan-invited
bjaa: inbox => plan-chairs
process-manager-zeeburg: close-case c1 reason=not_needed guardian=stays => ok
school: inbox => any-order plan-called-off case=- own=i1 code=mdo-plus day=2026-03-16 | case-closed case=- own=i1
bjaa: inbox => plan-called-off case=c1 code=mdo-plus day=2026-03-16
process-manager-zeeburg: inbox => case-closed case=c1
nobody-else is told
bjaa: meetings => nothing
# What has been is not called off afterwards.
process-manager-zeeburg: open-case c2 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: invite c2 code=mdo-plus day=2026-03-03 organisation=school => ok
at 2026-03-04 10:00
school: inbox => includes plan-invited
bjaa: inbox => includes plan-chairs
process-manager-zeeburg: close-case c2 reason=not_needed guardian=stays => ok
school: inbox => case-closed
bjaa: inbox => nothing
