# Whom an office names as target of its ticket, the organisation in whose name it opens it is not told
# source: what a party learns (sensitive organisations)
at 2026-03-02 10:00
shelter: register i1 parent=Mira => ok
school: register i2 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school => ok
coordinator-zeeburg: open-ticket t1 case=c1 track=B target=shelter reason=own_initiative
    => ok opener=school target=shelter
school: ticket t1 => ok opener=school target=-
coordinator-zeeburg: ticket t1 => ok target=shelter
