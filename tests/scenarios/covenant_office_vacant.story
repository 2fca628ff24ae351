# Nobody is left in an office: what is open at it goes to the layer above, with what it had not read yet;
# what was done there stays where it was done
# source: domain of escalation (no office is ever empty: holder, deputies, the layer above)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok director=coordinator-zeeburg
school: escalate t1 => ok step=2 handler=coordinator-zeeburg due=2026-03-16
police: send-signal s1 child=Bram area=zeeburg => ok recipient=coordinator-zeeburg
debt-zeeburg: register i2 child=Noor => ok
school: register i3 child=Noor => ok match=m1
school: inbox => includes ticket-escalated
debt-zeeburg: inbox => includes match
police: inbox => nothing
coordinator-zeeburg: inbox => includes ticket-assigned | signal-received
coordinator-zeeburg: ack 1 => ok acknowledged=1
covenant office coordinator-zeeburg is vacant
programme-manager: cases => any-order c1 | c2
programme-manager: ticket t1 => ok step=2 due=2026-03-16 handler=programme-manager director=programme-manager
  history=opened+escalated+rerouted
programme-manager: signals => s1
programme-manager: inbox => any-order case-director-changed case=c1 director=programme-manager |
  case-director-changed case=c2 director=programme-manager | ticket-assigned ticket=t1 handler=programme-manager |
  signal-received signal=s1 | ticket-assigned ticket=t1 handler=coordinator-zeeburg
school: inbox => ticket-rerouted ticket=t1 handler=programme-manager
police: inbox => signal-referred signal=s1
nobody-else is told
sweep
nobody-else is told
coordinator-zeeburg: resolve t1 how=agreement => refused PERMISSION_DENIED NOT_HANDLER
programme-manager: answer-signal s1 answer=taken_up => ok
advance 11 working-days
sweep
programme-manager: inbox => includes ticket-overdue ticket=t1
coordinator-zeeburg: inbox => nothing
programme-manager: escalate t1 => ok step=3
