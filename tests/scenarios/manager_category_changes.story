# Another category for which the family manager's organisation is not eligible: whoever directs is asked for another one
# source: plan § 2.7; plan § 3.2
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school => ok organisation=school
coordinator-zeeburg: inbox => includes family-manager
coordinator-zeeburg: classify c1 nuisance=yes => ok
coordinator-zeeburg: inbox => case-classified case=c1
coordinator-zeeburg: classify c1 category=MPG3 measure=youth_probation nuisance=no => ok director=process-manager-zeeburg
process-manager-zeeburg: inbox => case-director-changed case=c1 | case-manager-not-eligible case=c1
process-manager-zeeburg: manager c1 organisation=school => refused FAILED_PRECONDITION MANAGER_NOT_ELIGIBLE
process-manager-zeeburg: manager c1 organisation=bjaa => ok organisation=bjaa
process-manager-zeeburg: inbox => family-manager case=c1
process-manager-zeeburg: classify c1 category=MPG2 measure=none => ok
process-manager-zeeburg: inbox => case-classified case=c1
