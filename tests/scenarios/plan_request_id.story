# A retry of a milestone, an extension or a closing changes nothing and gives the same answer
# source: idempotency
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus request=r1 => ok plan=twenty-weeks
again
process-manager-zeeburg: milestone c1 code=mdo-plus held=2026-03-01 request=r1 => refused ALREADY_EXISTS REQUEST_ID_REUSED
process-manager-zeeburg: extend c1 reason=help_came_late request=r2 => ok end=2026-08-31 replayed=no
process-manager-zeeburg: extend c1 reason=help_came_late request=r2 => ok end=2026-08-31 replayed=yes
process-manager-zeeburg: close-case c1 guardian=stays reason=not_needed request=r3 => ok replayed=no
process-manager-zeeburg: close-case c1 guardian=stays reason=not_needed request=r3 => ok replayed=yes
school: inbox => plan-recorded | plan-extended | case-closed
