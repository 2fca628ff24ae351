# The intensive variant lasts ten weeks; the usual one is twenty
# source: guide § 5.1; own reading of the weeks between
# covenant: amsterdam-guide-2011
at 2026-03-02 10:00
youth-care-agency: register i1 child=Sanne,Bram area=stadsdeel-oost => ok
guide-process-manager-oost: open-case c1 person=Sanne category=MPG3 measure=child_protection area=stadsdeel-oost => ok
guide-process-manager-oost: milestone c1 code=mdo-plus plan=guide-ten-weeks
  => ok plan=guide-ten-weeks start=2026-03-02 end=2026-05-11 ;
  mdo-plus held=2026-03-02 | family-talk due=2026-03-16 | executors-meeting due=2026-03-23 | final-evaluation due=2026-05-04
guide-process-manager-oost: open-case c2 person=Bram category=MPG3 measure=child_protection area=stadsdeel-oost => ok
guide-process-manager-oost: milestone c2 code=mdo-plus
  => ok plan=guide-twenty-weeks start=2026-03-02 end=2026-07-20 ;
  mdo-plus held=2026-03-02 | family-talk due=2026-03-30 | executors-meeting due=2026-04-13 | final-evaluation due=2026-07-06
