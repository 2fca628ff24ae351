# Exactly one family manager at a time; a hand-over keeps history
# source: guide § 5.7; domain of cases
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school => ok organisation=school
advance 1 days
coordinator-zeeburg: manager c1 organisation=bjaa => ok organisation=bjaa since=2026-03-03T10:00
coordinator-zeeburg: case c1 => ok managers=(school)>bjaa
school: inbox => includes family-manager case=c1 organisation=school | family-manager case=- organisation=bjaa
bjaa: inbox => family-manager case=- organisation=school contact=p-school | family-manager case=c1 organisation=bjaa contact=p-bjaa
coordinator-zeeburg: manager c1 organisation=bjaa => ok organisation=bjaa since=2026-03-03T10:00
coordinator-zeeburg: case c1 => ok managers=(school)>bjaa
bjaa: inbox => nothing
