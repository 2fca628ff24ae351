# Across care regions: another process manager directs and handles, with the deadline kept
# source: move (open tickets are re-routed, both directors are told)
at 2026-03-02 10:00
school: register i1 child=Sanne area=zeeburg => ok
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG3 => ok director=process-manager-zeeburg
school: escalate t1 => ok handler=process-manager-zeeburg due=2026-03-16
advance 3 days
school: move i1 area=noord => ok area=noord
school: ticket t1 => ok handler=process-manager-noord director=process-manager-noord due=2026-03-16 step=2 overdue=no
process-manager-noord: inbox => includes moved case=c1 from=zeeburg to=noord | ticket-assigned ticket=t1
process-manager-zeeburg: inbox => includes moved case=c1 from=zeeburg to=noord | ticket-rerouted ticket=t1
process-manager-noord: escalate t1 => ok step=3 handler=region-portfolio-holder
advance 20 working-days
sweep
region-portfolio-holder: inbox => includes ticket-overdue ticket=t1
