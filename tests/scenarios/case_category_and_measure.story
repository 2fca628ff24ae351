# Category and measure agree: a family with a measure outside MPG3 and MPG4 takes a coded reason, and so does MPG3 said to be without one
# source: plan § 2.2, plan § 3.2
at 2026-03-02 10:00
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 measure=child_protection => refused fields contradiction_reason
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 despite=measure_ends => refused fields contradiction_reason
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 measure=child_protection despite=raw:9 => refused fields contradiction_reason
coordinator-zeeburg: cases => nothing
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 measure=none => ok measure=none
coordinator-zeeburg: classify c1 measure=youth_probation => refused fields contradiction_reason
coordinator-zeeburg: classify c1 measure=youth_probation despite=measure_begins => ok measure=youth_probation
coordinator-zeeburg: case c1 => ok history=MPG1>MPG1+measure_begins
coordinator-zeeburg: classify c1 nuisance=yes => ok
coordinator-zeeburg: classify c1 category=at-risk => refused fields contradiction_reason
coordinator-zeeburg: classify c1 category=MPG3 => ok director=process-manager-zeeburg
process-manager-zeeburg: case c1 => ok category=MPG3 measure=youth_probation
process-manager-zeeburg: classify c1 measure=none => refused fields contradiction_reason
process-manager-zeeburg: classify c1 measure=none despite=agreed_by_offices => ok measure=none
process-manager-zeeburg: open-case c2 person=Bram category=MPG3 => refused fields measure
process-manager-zeeburg: open-case c2 person=Bram category=MPG3 despite=raw:9 => refused fields contradiction_reason
process-manager-zeeburg: open-case c2 person=Bram category=MPG3 despite=measure_begins => ok measure=none
process-manager-zeeburg: case c2 => ok history=MPG3+measure_begins
process-manager-zeeburg: open-case c3 person=Eva category=MPG3 measure=none => refused fields contradiction_reason
process-manager-zeeburg: open-case c4 person=Koen category=MPG2 measure=child_protection despite=measure_ends => ok
