# The coordinator keeps the overview of the district's families, whoever directs them: that, not who
# source: plan §§ 2.4, 2.5, 2.8; case.proto (ListDistrictCases)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
coordinator-zeeburg: open-case c2 person=Bram category=MPG1 => ok
coordinator-zeeburg: district => any-order c1 category=MPG3 director=process-manager-zeeburg manager=- plan=no tickets=0 contact-overdue=no state=open | c2 category=MPG1 director=coordinator-zeeburg
coordinator-zeeburg: district category=MPG3 => c1
coordinator-zeeburg: district reference=ref:c1 => c1
coordinator-zeeburg: case c1 => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: cases => c2
process-manager-zeeburg: manager c1 organisation=bjaa => ok
school: open-ticket t1 involvement=i1 track=A category=MPG3 => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=today => ok
coordinator-zeeburg: district => c1 manager=bjaa plan=yes tickets=1 | c2 plan=no
advance 6 working-days
coordinator-zeeburg: district => c1 contact-overdue=yes | c2 contact-overdue=no
process-manager-zeeburg: close-case c1 reason=not_needed guardian=stays tickets=along => ok
coordinator-zeeburg: district => c2
coordinator-zeeburg: district closed=yes => c2 | c1 state=closed
coordinator-zeeburg: district closed=yes page-size=1 => ok more=yes ; c2
coordinator-zeeburg: district closed=yes page-size=1 page=next => ok more=no ; c1
