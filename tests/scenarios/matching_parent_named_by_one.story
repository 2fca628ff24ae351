# A parent named by one, and known from the register for the other's child: family
# source: match rule
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira => ok
debt-zeeburg: register i1 adult=Mira => ok involved=nobody
school: register i2 child=Sanne => ok ; debt-zeeburg kind=family
debt-zeeburg: inbox => match with=school kind=family own=i1
