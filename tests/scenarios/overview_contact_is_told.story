# Whoever keeps the overview hears when contact of those involved becomes overdue in a case of another office, and when it is so no longer
# source: plan §§ 2.4, 2.5, 2.8; inbox.proto (OverviewChange)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
coordinator-zeeburg: open-case c2 person=Karel category=MPG1 => ok
coordinator-zeeburg: inbox => includes overview-opened case=c1
advance 5 working-days
sweep
coordinator-zeeburg: inbox => nothing
advance 1 working-days
sweep
sweep
coordinator-zeeburg: inbox => overview-contact case=c1 area=zeeburg category=MPG3 director=process-manager-zeeburg
coordinator-zeeburg: district => c1 contact-overdue=yes | c2 contact-overdue=no
school: follow-up m1 state=contact_made => ok
coordinator-zeeburg: inbox => nothing
bjaa: follow-up m1 state=contact_made => ok
coordinator-zeeburg: inbox => overview-contact case=c1
coordinator-zeeburg: district => c1 contact-overdue=no | c2
# With a person who comes into the case contact about that person counts; it does so no longer when nobody owes it.
police: register i3 child=Bram => ok
housing: register i4 child=Bram => ok match=m2
advance 6 working-days
sweep
coordinator-zeeburg: inbox => nothing
restart
process-manager-zeeburg: add-persons c1 person=Bram => ok
coordinator-zeeburg: inbox => overview-contact case=c1
coordinator-zeeburg: district => c1 contact-overdue=yes | c2
police: end i3 => ok
coordinator-zeeburg: inbox => overview-contact case=c1
coordinator-zeeburg: district => c1 contact-overdue=no | c2
coordinator-noord: inbox => nothing
