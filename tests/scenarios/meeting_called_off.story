# A meeting that does not take place: who was invited hears it, and who would chair it
# source: guide § 5.6.1
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: invite c1 code=mdo-plus day=2026-03-16 off=yes => refused fields day
process-manager-zeeburg: invite c1 code=mdo-plus day=2026-03-16 organisation=school => ok
school: inbox => plan-invited
bjaa: inbox => plan-chairs
process-manager-zeeburg: invite c1 code=mdo-plus day=2026-03-17 off=yes => refused fields day
process-manager-zeeburg: invite c1 code=mdo-plus day=2026-03-16 off=yes organisation=school => refused fields invited_oins
bjaa: invite c1 code=mdo-plus day=2026-03-16 off=yes => refused PERMISSION_DENIED NOT_ALLOWED
process-manager-zeeburg: case c1 => ok planned=mdo-plus:2026-03-16
school: inbox => nothing
process-manager-zeeburg: invite c1 code=mdo-plus day=2026-03-16 off=yes request=r1 => ok
again
school: inbox => plan-called-off case=- own=i1 code=mdo-plus day=2026-03-16
bjaa: inbox => plan-called-off case=c1 code=mdo-plus day=2026-03-16
process-manager-zeeburg: case c1 => ok planned=-
bjaa: attendance c1 code=mdo-plus held=2026-03-16 absent=school => refused PERMISSION_DENIED NOT_ALLOWED
