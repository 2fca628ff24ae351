# Everybody did something: no reminder at any stage
# source: follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
bjaa: follow-up m1 state=contact_made => ok
school: follow-up m1 state=no_action_needed reason=already_in_contact => ok
coordinator-zeeburg: inbox => nothing
advance 16 working-days
sweep
nobody-else is told
