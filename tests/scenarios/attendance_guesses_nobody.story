# A family manager records presence of those it is shown: of others it would hear how often they stayed away
# source: what a party learns (sensitive organisations)
at 2026-03-02 10:00
shelter: register i1 parent=Mira => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne person=Mira category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-02-20 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-27 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-28 => ok
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-27 absent=shelter => ok ; shelter in-a-row=1
bjaa: attendance c1 code=executors-meeting held=2026-02-28 absent=shelter => refused fields presence[0].organisation_oin
bjaa: attendance c1 code=executors-meeting held=2026-02-28 absent=police => refused fields presence[0].organisation_oin
bjaa: attendance c1 code=executors-meeting held=2026-02-28 present=bjaa => ok
