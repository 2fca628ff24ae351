# Every wrong field of a milestone is named
# source: bad input
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone - code=- held=soon request=- by=-
  => refused fields case_id milestone held_on request_id acting_professional
process-manager-zeeburg: milestone c1 code=mdo-plus held=tomorrow => refused fields held_on
process-manager-zeeburg: milestone c1 code=mdo-plus held=2025-09-01 => refused fields held_on
process-manager-zeeburg: milestone c1 code=family-talk => refused fields milestone
process-manager-zeeburg: milestone c1 code=mdo-plus plan=hundred-weeks => refused fields plan
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-03-01 => ok start=2026-03-01
process-manager-zeeburg: milestone c1 code=final-talk => refused fields milestone
process-manager-zeeburg: milestone c1 code=family-talk held=2026-02-28 => refused fields held_on
