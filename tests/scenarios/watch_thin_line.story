# After a measure a thin line stays: the last family manager looks in for a year
# source: guide ch. 7; own reading of the numbers
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=youth_probation => ok
process-manager-zeeburg: manager c1 organisation=bjaa => ok
process-manager-zeeburg: close-case c1 reason=stagnation_lifted guardian=stays => ok
process-manager-zeeburg: keep-watch c1 act=start => ok watch=bjaa look-due=2026-06-01 watch-end=2027-03-01
