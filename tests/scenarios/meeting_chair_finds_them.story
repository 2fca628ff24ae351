# Who chairs meetings finds them, with who is invited, until it was recorded who was there; nobody else does
# source: guide § 5.2; thesis § 5.3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
police: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
bjaa: meetings => ok more=no
process-manager-zeeburg: invite c1 code=mdo-plus day=2026-03-16 organisation=school organisation=police => mdo-plus
process-manager-zeeburg: invite c1 code=local-family-meeting day=2026-03-09 organisation=school => includes local-family-meeting
bjaa: meetings => c1 code=mdo-plus day=2026-03-16 invited=school,police to-record=no
process-manager-zeeburg: meetings => c1 code=local-family-meeting day=2026-03-09 invited=school to-record=no
school: meetings => ok more=no
guardianship: meetings => ok more=no
coordinator-zeeburg: meetings => ok more=no
process-manager-noord: meetings => ok more=no
population-register: meetings => refused PERMISSION_DENIED NOT_ALLOWED
# Who is involved no more is no longer expected
police: end i2 => ok
at 2026-03-16 16:00
bjaa: meetings => c1 code=mdo-plus day=2026-03-16 invited=school to-record=yes
bjaa: attendance c1 code=mdo-plus held=2026-03-16 absent=school => ok ; school in-a-row=1
bjaa: meetings => ok more=no
process-manager-zeeburg: meetings => includes c1 code=local-family-meeting to-record=yes
process-manager-zeeburg: invite c1 code=local-family-meeting day=2026-03-09 off=yes => ok
process-manager-zeeburg: meetings => ok more=no
