# The family moved: the ticket goes to the coordinator there
# source: move; plan § 3.4
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: escalate t1 => ok handler=coordinator-zeeburg
coordinator-zeeburg: hand-over t1 area=noord => ok handler=coordinator-noord director=coordinator-noord area=noord
