# With another category the last step lies with another politician, and nuisance makes it the chair
# source: plan § 3.4 (step 3); a change re-routes open tickets; plan § 2.2 (not absolute)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: escalate t1 => ok handler=coordinator-zeeburg
coordinator-zeeburg: inbox => includes ticket-assigned case=c1
coordinator-zeeburg: escalate t1 => ok step=3 handler=portfolio-holder-zeeburg
coordinator-zeeburg: classify c1 nuisance=yes => ok
portfolio-holder-zeeburg: inbox => includes ticket-rerouted ticket=t1 handler=chair-zeeburg
chair-zeeburg: inbox => ticket-assigned ticket=t1 step=3
coordinator-zeeburg: classify c1 category=MPG3 measure=youth_probation => ok director=process-manager-zeeburg
chair-zeeburg: inbox => ticket-rerouted handler=mayor
mayor: inbox => ticket-assigned ticket=t1
chair-zeeburg: rule t1 item=bjaa:follow_plan:2026-05-01 => refused PERMISSION_DENIED NOT_HANDLER
mayor: rule t1 item=bjaa:follow_plan:2026-05-01 => ok state=ruled
