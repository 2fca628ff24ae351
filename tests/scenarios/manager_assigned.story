# The director says who the family manager is, and everybody involved is told
# source: plan § 2.7; guide ch. 2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
school: inbox => match
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: inbox => case-opened
process-manager-zeeburg: case c1 => ok managers=-
process-manager-zeeburg: manager c1 organisation=bjaa
  => ok organisation=bjaa contact=p-bjaa since=2026-03-02T10:00 until=-
school: inbox => family-manager case=- own=i1 organisation=bjaa contact=p-bjaa
bjaa: inbox => family-manager case=c1 own=i2 organisation=bjaa contact=p-bjaa
process-manager-zeeburg: inbox => family-manager case=c1 own=- organisation=bjaa
nobody-else is told
process-manager-zeeburg: case c1 => ok managers=bjaa
