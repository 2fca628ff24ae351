# Two absences in a row open the ladder, for the family manager's organisation against who stays away
# source: guide § 5.6.2 (absence from executors' meetings); plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
at 2026-04-06 10:00
bjaa: milestone c1 code=executors-meeting => ok
bjaa: attendance c1 code=executors-meeting present=bjaa absent=school => ok ; bjaa in-a-row=0 ticket=- | school in-a-row=1 ticket=-
at 2026-05-11 10:00
bjaa: milestone c1 code=executors-meeting => ok
school: inbox => includes plan-recorded
bjaa: inbox => includes plan-recorded
coordinator-zeeburg: inbox => overview-opened case=c1 | overview-family-manager | overview-plan
process-manager-zeeburg: inbox => includes plan-recorded
bjaa: attendance c1 code=executors-meeting present=bjaa absent=school => ok ; bjaa in-a-row=0 | school in-a-row=2 ticket=t1
bjaa: inbox => ticket-assigned ticket=t1 step=1
school: inbox => plan-absent own=i1 code=executors-meeting | ticket-opened ticket=t1
coordinator-zeeburg: inbox => ticket-opened ticket=t1
process-manager-zeeburg: inbox => ticket-opened ticket=t1
bjaa: ticket t1 => ok track=not_carried_out obstacle=absent_from_meetings target=school opener=bjaa handler=bjaa
  category=MPG3 director=process-manager-zeeburg involvement=i2 step=1
process-manager-zeeburg: case c1 => ok tickets=t1 absent=2026-04-06-school,2026-05-11-school
