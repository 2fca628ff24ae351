# An organisation that is to go from the covenant stays until what is open under its number is settled
# source: own rule: a change of a file must not leave open work where nobody reaches it
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
youth-health: register i2 child=Sanne => ok
youth-health: open-ticket t1 involvement=i2 track=A obstacle=no_agreement category=MPG2 => ok
process-manager-zeeburg: inbox => includes ticket-opened ticket=t1 case=c1
process-manager-zeeburg: manager c1 organisation=youth-health => ok
covenant organisation youth-health goes
  => refused "1 case with its family manager, 1 open ticket, 1 active involvement"
covenant organisation youth-health goes => refused "keep an organisation in the file until its involvements have ended"
process-manager-zeeburg: case c1 => ok managers=youth-health
youth-health: withdraw t1 => ok state=withdrawn
covenant organisation youth-health goes => refused "1 active involvement"
youth-health: end i2 => ok
covenant organisation youth-health goes
school: involvement i1 => ok
school: involved i1 => nothing
process-manager-zeeburg: case c1 => ok
