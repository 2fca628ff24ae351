# On track A of a family that a process manager directs the coordinator is told that there is a case, not of the ticket
# source: plan § 3.4 (the notice belongs to track B); §§ 2.4, 2.5 (the overview)
at 2026-03-02 10:00
coordinator-zeeburg: inbox => nothing
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG3 => ok handler=school director=process-manager-zeeburg
coordinator-zeeburg: inbox => overview-opened area=zeeburg category=MPG3 director=process-manager-zeeburg
coordinator-zeeburg: ticket t1 => refused PERMISSION_DENIED NOT_ALLOWED
