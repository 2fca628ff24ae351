# A message that is too large is refused before it is read, and changes nothing
# source: bad input; limits
at 2026-03-02 10:00
school: register i1 child=Sanne name=repeat:x:1100000 => refused any any
school: import imp1 row="i1 child=Sanne name=repeat:x:1100000" => refused any any
school: involvements => nothing
school: register i1 child=Sanne => ok
school: open-ticket t1 involvement=i1 track=A obstacle=no_agreement category=repeat:x:300000 => refused any any
school: tickets role=opened => nothing
school: inbox => nothing
