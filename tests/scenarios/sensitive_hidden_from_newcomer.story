# A sensitive organisation is involved without a name; contact goes through the coordinator
# source: what a party learns
at 2026-03-02 10:00
shelter: register i1 adult=Mira => ok
school: register i2 child=Sanne parent=Mira => ok
  ; withheld kind=same_person organisation=- organisation-kind=- contact=- name=- phone=- office=coordinator-zeeburg
school: involved i2 => withheld organisation=- contact=- office=coordinator-zeeburg
shelter: inbox => match with=school organisation-kind=school contact=p-school
