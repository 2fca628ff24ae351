# Who chairs the MDO+ hears of it, by the case and never by the family, and may record who was there
# source: guide § 5.2; thesis § 5.3.4; thesis § 5.3.2 (the chair tells the process manager)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
police: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
bjaa: inbox => nothing
bjaa: attendance c1 code=mdo-plus held=2026-03-16 absent=school => refused PERMISSION_DENIED NOT_ALLOWED
process-manager-zeeburg: invite c1 code=mdo-plus day=2026-03-16 organisation=school organisation=police
  => mdo-plus day=2026-03-16 chair=bjaa
bjaa: inbox => plan-chairs case=c1 own=- code=mdo-plus day=2026-03-16
school: inbox => includes plan-invited case=- own=i1 code=mdo-plus day=2026-03-16
police: inbox => includes plan-invited
bjaa: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
at 2026-03-09 10:00
sweep
bjaa: inbox => plan-meeting-soon case=c1 code=mdo-plus day=2026-03-16
school: inbox => includes plan-meeting-soon
bjaa: attendance c1 code=mdo-plus held=2026-03-16 absent=school => refused fields held_on
at 2026-03-16 16:00
bjaa: attendance c1 code=local-family-meeting held=2026-03-16 absent=school => refused PERMISSION_DENIED NOT_ALLOWED
guardianship: attendance c1 code=mdo-plus held=2026-03-16 absent=school => refused PERMISSION_DENIED NOT_ALLOWED
bjaa: attendance c1 code=mdo-plus held=2026-03-16 present=police absent=school => ok ; police in-a-row=0 | school in-a-row=1
process-manager-zeeburg: inbox => includes plan-held case=c1 code=mdo-plus day=2026-03-16
school: inbox => includes plan-absent own=i1 code=mdo-plus day=2026-03-16
process-manager-zeeburg: case c1 => ok planned=- absent=2026-03-16-school
bjaa: attendance c1 code=mdo-plus held=2026-03-16 present=school => ok ; school in-a-row=0
process-manager-zeeburg: case c1 => ok absent=2026-03-16-
