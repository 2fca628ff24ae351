# Presence is recorded of a meeting that was held, by who follows the plan
# source: bad input
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school => refused FAILED_PRECONDITION NO_PLAN
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school => refused fields held_on
process-manager-zeeburg: attendance c1 code=family-talk absent=school => refused fields milestone
process-manager-zeeburg: attendance - code=- held=- request=- => refused fields case_id milestone held_on request_id presence
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school present=school unsaid=police absent=-
  => refused fields presence[1].organisation_oin presence[2].presence presence[3].organisation_oin
school: attendance c1 code=executors-meeting absent=school => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: attendance c1 code=executors-meeting absent=school => refused PERMISSION_DENIED NOT_ALLOWED
process-manager-zeeburg: milestone c1 code=executors-meeting => ok
process-manager-zeeburg: attendance c1 code=executors-meeting absent=school request=r1 => ok ; school in-a-row=1
again
