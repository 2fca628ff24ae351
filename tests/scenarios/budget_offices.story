# Offices have a budget too: who takes families up, or asks for access, names persons
# source: lookup budget (every call that names a person)
# budget: 2 an hour, 3 a day
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok
coordinator-zeeburg: add-persons c1 person=Bram => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour alike=spent
coordinator-zeeburg: add-persons c1 person=Cees => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=hour alike=spent
coordinator-zeeburg: case c1 => ok
privacy-officer: subject-access Sanne => ok
privacy-officer: subject-access Bram => ok
privacy-officer: subject-access Cees => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET
privacy-officer: register-objection o1 person=Cees => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET
privacy-officer: subject-access Sanne => ok
population-register: record-parents Sanne parents=Mira => ok
population-register: record-parents Bram parents=Mira => ok
population-register: record-death Karel => ok
