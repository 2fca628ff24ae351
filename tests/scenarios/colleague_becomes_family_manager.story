# When the family manager's colleague takes over, the director hears who it is now
# source: guide § 5.7 (another family manager); registry.proto (HandOverInvolvement)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school => ok contact=p-school
coordinator-zeeburg: inbox => case-opened | family-manager contact=p-school
advance 1 days
school: give-to-colleague i1 professional=piet => ok given=1
coordinator-zeeburg: inbox => family-manager case=c1 organisation=school contact=piet
coordinator-zeeburg: case c1 => ok managers=(school)>school
bjaa: inbox => includes contact-updated contact=piet
school: milestone c1 code=local-family-meeting held=today => ok
