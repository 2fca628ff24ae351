# Nobody escalates against itself or to the judiciary: the director is told instead
# source: plan § 3.4 (judiciary); own reading
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-02-20 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-27 => ok
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-02-28 => ok
process-manager-zeeburg: inbox => includes plan-held
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-27 absent=bjaa absent=judiciary => ok
process-manager-zeeburg: attendance c1 code=executors-meeting held=2026-02-28 absent=bjaa absent=judiciary => ok
process-manager-zeeburg: inbox => any-order stays-away organisation=bjaa reason=family_managers_own
  | stays-away organisation=judiciary reason=covenant_refuses
process-manager-zeeburg: case c1 => ok tickets=-
