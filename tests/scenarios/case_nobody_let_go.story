# When the last helper of a family with an open case leaves, the director is told
# source: factsheet, Aanpak ( not let go)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
debt-zeeburg: register i2 parent=Mira => ok
youth-health: register i3 child=Bram => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok
coordinator-zeeburg: inbox => includes case-opened
school: end i1 reason=no_longer_involved => ok
coordinator-zeeburg: inbox => nothing
youth-health: end i3 reason=no_longer_involved => ok
coordinator-zeeburg: inbox => nothing
debt-zeeburg: end i2 reason=no_longer_involved => ok
coordinator-zeeburg: inbox => case-nobody-involved case=c1 category=MPG1
school: register i4 child=Sanne end=2026-06-01 => ok
at 2026-06-02 10:00
sweep
coordinator-zeeburg: inbox => case-nobody-involved case=c1
school: register i5 child=Sanne => ok
school: end i5 reason=unjustified => ok
coordinator-zeeburg: inbox => case-nobody-involved case=c1
coordinator-zeeburg: close-case c1 reason=not_needed => ok
coordinator-zeeburg: inbox => includes case-closed
school: register i6 child=Sanne => ok
school: end i6 reason=no_longer_involved => ok
coordinator-zeeburg: inbox => nothing
