# A ticket about a family with a case joins it, adds nobody to it, and takes the director's
# classification, not the opener's word
# source: one classification for a family; the director classifies
at 2026-03-02 10:00
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection nuisance=yes => ok
school: register i1 child=Sanne adult=Karel => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=MPG1 nuisance=no => ok
  category=MPG3 nuisance=yes director=process-manager-zeeburg
school: escalate t1 => ok step=2 handler=process-manager-zeeburg
process-manager-zeeburg: case c1 => ok count=1 tickets=t1 cause=director
process-manager-zeeburg: cases => c1
bjaa: register i2 adult=Karel => ok ; school kind=same_person
bjaa: open-ticket t2 involvement=i2 track=A obstacle=no_agreement category=MPG1 => ok category=MPG1 director=coordinator-zeeburg
coordinator-zeeburg: inbox => includes ticket-opened ticket=t2 case=c2
coordinator-zeeburg: case c2 => ok count=1 tickets=t2
