# Whoever keeps the overview hears of tickets, of another director and of the end too, and sees what comes next
# source: plan §§ 2.4, 2.5, 2.8; inbox.proto (OverviewChange)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=today => ok
coordinator-zeeburg: district => c1 plan=yes next=family-talk tickets=0
coordinator-zeeburg: inbox => overview-opened case=c1 | overview-family-manager | overview-plan
school: open-ticket t1 involvement=i1 track=A category=MPG3 => ok
coordinator-zeeburg: inbox => overview-tickets case=c1
process-manager-zeeburg: close-case c1 reason=not_needed guardian=stays tickets=along => ok
coordinator-zeeburg: inbox => overview-closed case=c1
