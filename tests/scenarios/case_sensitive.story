# A sensitive organisation in a case is shown without a name; only the office through which contact
# with it goes knows who it is
# source: what a party learns (sensitive organisations)
at 2026-03-02 10:00
shelter: register i1 parent=Mira => ok
school: register i2 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne person=Mira category=MPG2 => ok
school: inbox => match with=withheld office=coordinator-zeeburg kind=case
shelter: inbox => match with=school kind=case
process-manager-zeeburg: case c1 => ok ; school contact=p-school | withheld office=coordinator-zeeburg contact=-
process-manager-zeeburg: classify c1 category=MPG1 => ok director=coordinator-zeeburg
coordinator-zeeburg: case c1 => ok ; school contact=p-school | shelter contact=p-shelter
