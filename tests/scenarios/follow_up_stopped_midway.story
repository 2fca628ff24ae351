# Contact stops the reminders at whatever stage; who made none goes on being reminded
# source: follow-up, Jw 7.1.3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: inbox => match
advance 6 working-days
sweep
school: inbox => follow-up-due stage=party
bjaa: inbox => follow-up-due stage=party
school: follow-up m1 state=contact_made => ok
advance 5 working-days
sweep
bjaa: inbox => follow-up-due stage=organisation
nobody-else is told
bjaa: follow-up m1 state=no_action_needed reason=already_in_contact => ok
advance 5 working-days
sweep
nobody-else is told
