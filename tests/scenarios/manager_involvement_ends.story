# When the family manager is no longer involved, the director is told that there is none
# source: domain of cases (exactly one family manager)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=bjaa => ok
coordinator-zeeburg: inbox => case-opened | family-manager organisation=bjaa
school: end i1 reason=no_longer_involved => ok
coordinator-zeeburg: inbox => nothing
bjaa: end i2 reason=no_longer_involved => ok
coordinator-zeeburg: inbox => family-manager case=c1 organisation=nobody contact=- | case-nobody-involved case=c1
coordinator-zeeburg: case c1 => ok managers=(bjaa)
