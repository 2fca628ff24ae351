# A family of a category of those with a measure: which one it is, is said by whoever classifies it, or why there is none
# source: plan § 2.2 (MPG3 and MPG4 are families with a measure)
at 2026-03-02 10:00
nuisance-director: open-case c1 person=Sanne category=MPG4 nuisance=yes => refused fields measure
nuisance-director: cases => nothing
nuisance-director: open-case c1 person=Sanne category=MPG4 nuisance=yes measure=youth_probation => ok measure=youth_probation
coordinator-zeeburg: open-case c2 person=Bram category=MPG1 => ok measure=none
coordinator-zeeburg: classify c2 category=MPG3 => refused fields measure
coordinator-zeeburg: case c2 => ok category=MPG1 history=MPG1
coordinator-zeeburg: classify c2 category=MPG3 despite=measure_begins => ok director=process-manager-zeeburg
process-manager-zeeburg: classify c2 nuisance=yes => ok measure=none
process-manager-zeeburg: classify c2 measure=child_protection => ok measure=child_protection
# A ticket may have opened the case: then whoever classifies it next says it.
school: register i3 child=Eva => ok
school: open-ticket t1 involvement=i3 track=A obstacle=no_agreement category=MPG3 => ok director=process-manager-zeeburg
process-manager-zeeburg: inbox => includes ticket-opened case=c3
process-manager-zeeburg: classify c3 nuisance=yes => refused fields measure
process-manager-zeeburg: classify c3 nuisance=yes measure=child_protection => ok measure=child_protection
