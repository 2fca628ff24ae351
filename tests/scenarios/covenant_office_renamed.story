# An office gets another name: what is open at it follows, and its holder hears of it; a file that does
# not say so is refused
# source: own rule: a change of a file must not leave open work where nobody reaches it
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 => ok
school: escalate t1 => ok step=2 handler=coordinator-zeeburg due=2026-03-16
police: send-signal s1 child=Bram area=zeeburg => ok recipient=coordinator-zeeburg
school: inbox => includes ticket-escalated ticket=t1
police: inbox => nothing
coordinator-zeeburg: ack 1 => ok acknowledged=1
covenant office coordinator-zeeburg becomes coordinator-oostzee unsaid
    => refused "2 open cases, 1 open ticket, 1 concern signal not taken up"
coordinator-zeeburg: cases => any-order c1 | c2
covenant office coordinator-zeeburg becomes coordinator-oostzee
coordinator-zeeburg: cases => any-order c1 | c2
coordinator-zeeburg: ticket t1 => ok step=2 due=2026-03-16 handler=coordinator-oostzee director=coordinator-oostzee
  history=opened+escalated+rerouted
coordinator-zeeburg: signals => s1
coordinator-zeeburg: inbox => any-order case-director-changed case=c1 director=coordinator-oostzee |
  case-director-changed case=c2 director=coordinator-oostzee | ticket-assigned ticket=t1 handler=coordinator-oostzee |
  signal-received signal=s1 | ticket-assigned ticket=t1 handler=coordinator-zeeburg
school: inbox => ticket-rerouted ticket=t1 handler=coordinator-oostzee
police: inbox => signal-referred signal=s1
nobody-else is told
coordinator-zeeburg: answer-signal s1 answer=taken_up => ok
coordinator-zeeburg: escalate t1 => ok step=3
