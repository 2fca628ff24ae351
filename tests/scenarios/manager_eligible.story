# With a measure only the youth-care agency provides the family manager; in MPG1 whoever is involved
# source: plan § 2.7; plan § 3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school => ok organisation=school
school: register i3 child=Bram => ok
bjaa: register i4 child=Bram => ok
process-manager-zeeburg: open-case c2 person=Bram category=MPG3 measure=youth_probation => ok
process-manager-zeeburg: manager c2 organisation=school => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
process-manager-zeeburg: covenant => ok managers.MPG3=youth-care-agency,guardianship managers.MPG1=any
process-manager-zeeburg: case c2 => ok managers=-
process-manager-zeeburg: manager c2 organisation=bjaa => ok organisation=bjaa
