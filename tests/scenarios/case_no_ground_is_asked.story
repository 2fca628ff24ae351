# Where the covenant asks for no ground, none is kept: one that is given is refused
# source: plan § 2.4
at 2026-03-02 10:00
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 area=zeeburg entry-ground=serious-nuisance => refused fields entry_ground
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 area=zeeburg own-attempts=mediation => refused fields own_attempts
coordinator-zeeburg: cases => nothing
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 area=zeeburg => ok
coordinator-zeeburg: case c1 => ok reports=-
