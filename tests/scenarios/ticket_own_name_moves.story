# A ticket in the own name of an office goes where the family's facts point, and stays its opener's
# source: plan § 3.4 (no target); a change re-routes open tickets; plan § 2.2 (not absolute); move
at 2026-03-02 10:00
debt-zeeburg: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: open-ticket t1 case=c1 track=A obstacle=no_family_manager reason=own_initiative
  => ok step=2 opener=coordinator-zeeburg handler=coordinator-zeeburg target=- rule=step2-no-target
coordinator-zeeburg: open-ticket t2 case=c1 track=A obstacle=no_family_manager reason=own_initiative skip=urgent
  => ok step=2 handler=coordinator-zeeburg skipped=urgent
coordinator-zeeburg: withdraw t2 => ok
coordinator-zeeburg: classify c1 category=MPG3 measure=child_protection => ok director=process-manager-zeeburg
process-manager-zeeburg: inbox => includes ticket-assigned ticket=t1 step=2
coordinator-zeeburg: ticket t1 => ok opener=coordinator-zeeburg handler=process-manager-zeeburg director=process-manager-zeeburg
process-manager-zeeburg: move case:c1 area=noord => ok
process-manager-noord: inbox => includes ticket-assigned ticket=t1
coordinator-zeeburg: inbox => includes ticket-rerouted ticket=t1
process-manager-noord: resolve t1 how=agreement => ok state=resolved
coordinator-zeeburg: inbox => includes ticket-resolved ticket=t1
