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
bjaa: invite c1 code=executors-meeting day=2026-03-09 organisation=bjaa => ok
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-28 absent=school => ok
