# The work list: own cases, filtered, page by page without a gap
# source: ListCases
at 2026-03-02 10:00
coordinator-zeeburg: open-case c1 person=a1 category=MPG1 => ok
coordinator-zeeburg: open-case c2 person=a2 category=at-risk => ok
coordinator-zeeburg: open-case c3 person=a3 category=MPG1 => ok
coordinator-centrum: open-case c4 person=a4 category=MPG1 area=centrum => ok
coordinator-zeeburg: cases => any-order c1 state=open due=- overdue=no | c2 category=at-risk | c3
coordinator-centrum: cases => c4
coordinator-zeeburg: cases category=MPG1 => any-order c1 | c3
coordinator-zeeburg: cases category=MPG4 => nothing
coordinator-zeeburg: cases area=zeeburg state=open => any-order c1 | c2 | c3
coordinator-zeeburg: cases area=centrum => nothing
coordinator-zeeburg: cases state=closed => nothing
coordinator-zeeburg: cases state=watching => nothing
coordinator-zeeburg: cases overdue=yes => nothing
coordinator-zeeburg: cases state=all page-size=2 => ok more=yes ; c1 | c2
coordinator-zeeburg: cases state=all page-size=2 page=next => ok more=no ; c3
coordinator-zeeburg: cases page-size=-1 => refused fields page_size
coordinator-zeeburg: cases state=raw:9 category=X area=Y => refused fields state category area
coordinator-zeeburg: cases page=nonsense => refused fields page_token
