# A case is seen by the office that directs it; for everybody else it does not exist
# source: directors see their cases, nobody else; unknown and forbidden look the same
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok persons=p1
coordinator-centrum: case c1 => refused any any alike=a
coordinator-centrum: case c9 => refused any any alike=a
process-manager-zeeburg: case c1 => refused any any alike=a
coordinator-centrum: classify c1 nuisance=yes => refused any any alike=a
coordinator-centrum: classify c9 nuisance=yes => refused any any alike=a
coordinator-centrum: add-persons c1 person=Bram => refused any any alike=a
coordinator-centrum: add-persons c1 person=Sanne => refused any any alike=a
coordinator-centrum: add-persons c9 person=Bram => refused any any alike=a
coordinator-centrum: remove-person c1 person=p1 => refused any any alike=a
coordinator-centrum: remove-person c9 person=p1 => refused any any alike=a
coordinator-centrum: cases => nothing
school: case c1 => refused any any alike=a
school: cases => refused PERMISSION_DENIED NOT_ALLOWED
coordinator-zeeburg: case raw:x => refused fields case_id
