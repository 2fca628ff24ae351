# A person is in at most one open case; only the director of that case hears which it is
# source: domain of cases (one case for a family); a director sees its own cases only
at 2026-03-02 10:00
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok
coordinator-zeeburg: open-case c2 person=Bram person=Mira category=MPG1
  => refused FAILED_PRECONDITION PERSON_IN_CASE case_id=c1
process-manager-zeeburg: open-case c3 person=Sanne category=MPG3 measure=child_protection
  => refused FAILED_PRECONDITION PERSON_IN_CASE alike=other
process-manager-zeeburg: open-case c4 person=Mira category=MPG3 measure=child_protection
  => refused FAILED_PRECONDITION PERSON_IN_CASE alike=other
process-manager-zeeburg: cases => nothing
process-manager-zeeburg: open-case c5 person=Bram category=MPG3 measure=child_protection => ok
process-manager-zeeburg: add-persons c5 person=Karel person=Sanne => refused FAILED_PRECONDITION PERSON_IN_CASE alike=other
process-manager-zeeburg: case c5 => ok count=1
