# The families with a director at the end of a quarter stand beside those taken up in it
# source: plan § 4.4 (how many families have a plan and a family manager), steering information
at 2026-03-02 10:00
coordinator-zeeburg: open-case c0 person=A0 category=at-risk => ok
coordinator-zeeburg: open-case c1 person=A1 category=at-risk => ok
coordinator-zeeburg: open-case c2 person=A2 category=at-risk => ok
coordinator-zeeburg: open-case c3 person=A3 category=at-risk => ok
coordinator-zeeburg: open-case c4 person=A4 category=at-risk => ok
coordinator-zeeburg: open-case c5 person=A5 category=at-risk => ok
coordinator-zeeburg: open-case c6 person=A6 category=at-risk => ok
coordinator-zeeburg: open-case c7 person=A7 category=at-risk => ok
coordinator-zeeburg: open-case c8 person=A8 category=at-risk => ok
coordinator-zeeburg: open-case c9 person=A9 category=at-risk => ok
coordinator-zeeburg: open-case c10 person=A10 category=at-risk => ok
coordinator-zeeburg: open-case c11 person=A11 category=at-risk => ok
at 2026-07-01 09:00
programme-manager: report year=2026 quarter=1 => includes
  families total=12 | cases total=- | closed total=-
programme-manager: report year=2026 quarter=2 => includes families total=12 | cases total=- | closed total=-
programme-manager: report year=2025 quarter=4 => includes families total=-
