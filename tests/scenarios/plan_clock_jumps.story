# Deadlines of a plan fire once: a day late, and not again when the clock goes back an hour
# source: promise L2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus => ok
process-manager-zeeburg: inbox => includes plan-recorded
at 2026-03-24 00:30
sweep
process-manager-zeeburg: inbox => plan-due code=family-talk
advance -1 hours
sweep
process-manager-zeeburg: inbox => nothing
advance 1 days
sweep
process-manager-zeeburg: inbox => nothing
at 2026-04-07 10:00
sweep
advance -1 hours
sweep
process-manager-zeeburg: inbox => plan-missed code=family-talk | plan-due code=executors-meeting
