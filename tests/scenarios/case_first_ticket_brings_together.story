# The case of the first ticket has the opener's persons: those who are involved with them meet
# source: a case opens with the first ticket; all involvements in one case see each other
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
police: register i2 parent=Mira => ok
school: register i3 child=Sanne parent=Mira => ok ; bjaa | police
bjaa: inbox => match with=school
police: inbox => match with=school
school: open-ticket t1 involvement=i3 track=B target=bjaa category=MPG1 => ok
bjaa: inbox => match with=police kind=case | ticket-opened ticket=t1
police: inbox => match with=bjaa kind=case
school: inbox => ticket-assigned
coordinator-zeeburg: inbox => ticket-opened case=c1
nobody-else is told
