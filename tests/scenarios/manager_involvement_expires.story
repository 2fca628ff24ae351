# The same when the involvement ends at its end date, or was unjustified; of that nothing stays
# source: domain of cases (exactly one family manager); rights
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne end=2026-03-10 => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=bjaa => ok
coordinator-zeeburg: inbox => includes family-manager organisation=bjaa
at 2026-03-12 10:00
sweep
sweep
coordinator-zeeburg: inbox => family-manager case=c1 organisation=nobody
coordinator-zeeburg: manager c1 organisation=school => ok organisation=school
coordinator-zeeburg: inbox => family-manager organisation=school
school: end i1 reason=unjustified => ok
coordinator-zeeburg: inbox => family-manager case=c1 organisation=nobody | case-nobody-involved case=c1
coordinator-zeeburg: case c1 => ok managers=(bjaa)
