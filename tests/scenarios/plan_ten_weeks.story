# The intensive variant lasts ten weeks
# source: guide § 5.1
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: milestone c1 code=mdo-plus plan=ten-weeks
  => ok plan=ten-weeks end=2026-05-11 ;
  mdo-plus held=2026-03-02 | family-talk due=2026-03-16 | executors-meeting due=2026-03-23 | final-evaluation due=2026-05-04
