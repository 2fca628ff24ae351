# A sensitive organisation is not named as family manager: that would tell everybody who it is
# source: what a party learns (sensitive organisations)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
shelter: register i2 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=shelter => refused fields organisation_oin
coordinator-zeeburg: case c1 => ok managers=-
