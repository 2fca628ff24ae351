# Whoever keeps the overview hears of each column of it: the day that is next, and that it passed; how the family manager is reached; the end of the watch
# source: plan §§ 2.4, 2.5, 2.8; case.proto (DistrictCase)
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: milestone c1 code=mdo-plus held=today => ok
coordinator-zeeburg: inbox => overview-opened case=c1 | overview-family-manager | overview-plan
bjaa: update-contact i1 phone="020 5550177" => ok updated=1
coordinator-zeeburg: inbox => overview-family-manager case=c1
at 2026-03-31 10:00
sweep
coordinator-zeeburg: inbox => overview-plan case=c1
coordinator-zeeburg: district => c1 next=family-talk
process-manager-zeeburg: milestone c1 code=family-talk held=today => ok
coordinator-zeeburg: inbox => overview-plan case=c1
process-manager-zeeburg: milestone c1 code=executors-meeting held=today => ok
coordinator-zeeburg: inbox => overview-plan case=c1
coordinator-zeeburg: district => c1 next=executors-meeting
process-manager-zeeburg: milestone c1 code=executors-meeting held=2026-03-30 => ok
coordinator-zeeburg: inbox => nothing
process-manager-zeeburg: close-case c1 reason=stagnation_lifted guardian=stays => ok
process-manager-zeeburg: keep-watch c1 act=start => ok
coordinator-zeeburg: inbox => includes overview-closed case=c1
process-manager-zeeburg: keep-watch c1 act=stop => ok
coordinator-zeeburg: inbox => includes overview-closed case=c1
