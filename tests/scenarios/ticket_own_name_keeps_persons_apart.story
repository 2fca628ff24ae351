# While persons are kept apart, whoever directs asks nobody in its own name about a family that is perhaps none
# source: linking people further than a match is a decision of a director
at 2026-03-02 10:00
debt-zeeburg: register i1 parent=Mira => ok
school: register i2 child=Sanne parent=Mira => ok
school: open-ticket t1 involvement=i2 track=A obstacle=no_agreement category=MPG1 => ok
coordinator-zeeburg: ticket t1 => ok case=c1
coordinator-zeeburg: open-ticket t2 case=c1 track=B target=debt-zeeburg reason=own_initiative
  => refused FAILED_PRECONDITION PERSONS_APART
coordinator-zeeburg: confirm-persons c1 => ok apart=no
coordinator-zeeburg: open-ticket t2 case=c1 track=B target=debt-zeeburg reason=own_initiative
  => ok step=2 opener=coordinator-zeeburg handler=coordinator-zeeburg
