# A family moves to a town with another covenant: there its rules hold
# source: move; covenants side by side
# covenant: zwolle-2007 rotterdam-models
at 2026-03-02 10:00
child-protection-board: register i1 child=Sanne area=charlois => ok
child-protection-board: register i2 child=Bram area=zwolle-noord => ok
child-protection-board: explain track=A step=2 category=refresh area=charlois => ok handler=rotterdam-coordinator-charlois
child-protection-board: explain track=A step=2 category=intake area=zwolle-noord => ok handler=zwolle-adviser
