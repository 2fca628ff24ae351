# With a shielded family, who plans a meeting or records presence hears of nobody whether it is involved
# source: shielded person; what a party learns
at 2026-03-02 10:00
population-register: record-shielding Sanne => ok
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-02-20 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-28 => ok
bjaa: attendance c1 code=executors-meeting held=2026-02-28 absent=school => refused fields presence[0].organisation_oin
bjaa: attendance c1 code=executors-meeting held=2026-02-28 absent=police => refused fields presence[0].organisation_oin
bjaa: invite c1 code=executors-meeting day=2026-03-09 organisation=school => refused fields invited_oins[0]
bjaa: invite c1 code=executors-meeting day=2026-03-09 organisation=police => refused fields invited_oins[0]
# The director invites whom it sees; whom it invited, the family manager reads nowhere.
process-manager-zeeburg: invite c1 code=mdo-plus day=2026-03-16 organisation=school organisation=bjaa
  => mdo-plus day=2026-03-16 invited=bjaa,school
bjaa: invite c1 code=executors-meeting day=2026-03-09 organisation=bjaa request=r1
  => mdo-plus day=2026-03-16 invited=bjaa | executors-meeting day=2026-03-09 invited=bjaa
bjaa: invite c1 code=executors-meeting day=2026-03-09 organisation=bjaa request=r1
  => mdo-plus day=2026-03-16 invited=bjaa | executors-meeting day=2026-03-09 invited=bjaa
bjaa: invite c1 code=executors-meeting day=2026-03-09 off=yes => mdo-plus day=2026-03-16 invited=bjaa
# Nor does a wrong day tell apart who was invited and who was not.
bjaa: attendance c1 code=mdo-plus held=2026-03-17 absent=police => refused INVALID_ARGUMENT FIELDS_INVALID alike=w1
bjaa: attendance c1 code=mdo-plus held=2026-03-17 absent=school => refused INVALID_ARGUMENT FIELDS_INVALID alike=w1
bjaa: attendance c1 code=mdo-plus held=2026-03-16 absent=school => refused INVALID_ARGUMENT FIELDS_INVALID alike=w1
at 2026-03-16 12:00
bjaa: attendance c1 code=mdo-plus held=2026-03-16 absent=school => refused INVALID_ARGUMENT FIELDS_INVALID alike=w1
bjaa: attendance c1 code=mdo-plus held=2026-03-16 present=bjaa => ok
process-manager-zeeburg: attendance c1 code=mdo-plus held=2026-03-16 absent=school => ok ; school in-a-row=1
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-28 absent=school => ok ; school in-a-row=2
