# Who leads is known to those who match the lead, not to everybody in the match
# source: matching is not transitive; what a party learns
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
debt-zeeburg: register i2 adult=Mira => ok
bjaa: register i3 child=Sanne parent=Mira => ok match=m1 ; school | debt-zeeburg
school: agree-lead m1 lead=debt-zeeburg => refused any any alike=a
school: agree-lead m1 lead=police => refused any any alike=a
school: inbox => match with=bjaa match=m1
bjaa: agree-lead m1 lead=debt-zeeburg => ok lead=debt-zeeburg
school: inbox => lead match=m1 lead=withheld name=-
school: match m1 => ok lead=withheld
debt-zeeburg: match m1 => ok lead=debt-zeeburg
mental-health: register i4 child=Sanne parent=Mira => ok match=m2 lead=debt-zeeburg
school: match m2 => ok lead=withheld
bjaa: match m2 => ok lead=debt-zeeburg
