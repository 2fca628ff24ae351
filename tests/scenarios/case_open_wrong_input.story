# Every wrong field of a new case is named, and nothing is opened
# source: bad input; case.proto
at 2026-03-02 10:00
coordinator-zeeburg: open-case raw:x area=atlantis category=X => refused fields case_id persons area category
coordinator-zeeburg: open-case c1 person=bsn:123456789 person=Sanne person=Sanne category=MPG1 measure=raw:9
  => refused fields persons[0].bsn persons[2].bsn measure
coordinator-zeeburg: cases => nothing
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 by=- => refused fields acting_professional
