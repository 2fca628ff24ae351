# The offices of one municipality have one budget together, whichever of them names a person
# source: lookup budget (every call that names a person; one budget for all that one can act as)
# budget: 4 an hour, 6 a day
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok
privacy-officer: subject-access Bram => ok
coordinator-centrum: open-case c2 person=Cees category=MPG1 area=centrum => ok
coordinator-zeeburg: add-persons c1 person=Dirk => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour persons_most=4
coordinator-centrum: add-persons c2 person=Els => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour
privacy-officer: subject-access Fem => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour
privacy-officer: register-objection o1 person=Fem => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET
privacy-officer: subject-access Sanne => ok
coordinator-zeeburg: case c1 => ok
police: register i2 child=Dirk => ok
population-register: record-parents Sanne parents=Mira => ok
population-register: record-parents Bram parents=Mira => ok
population-register: record-death Karel => ok
advance 1 hours
coordinator-zeeburg: add-persons c1 person=Dirk => ok
privacy-officer: subject-access Fem => ok
coordinator-centrum: add-persons c2 person=Els => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=day persons_most=6
