# The adviser mediates whoever the other is, whoever commissions it and wherever the family lives
# source: thesis § 4.1; thesis § 4.1.2
# covenant: zwolle-2007
at 2026-03-02 10:00
school: explain track=B step=2 category=case area=zwolle-noord target=welfare => ok handler=zwolle-adviser
school: explain track=B step=2 category=case area=zwolle-oost target=welfare => ok handler=zwolle-adviser
school: explain track=B step=2 category=case area=zwolle-oost target=youth-care-agency => ok handler=zwolle-adviser
school: explain track=B step=2 category=intake area=zwolle-west target=police => ok handler=zwolle-adviser
school: explain track=B step=2 category=case area=zwolle-midden target=debt-counselling nuisance=yes => ok handler=zwolle-adviser
school: explain track=A step=2 category=case area=zwolle-midden => ok handler=zwolle-adviser director=zwolle-case-group
