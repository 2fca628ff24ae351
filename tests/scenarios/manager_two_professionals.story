# Two professionals of one organisation: the director says which of them
# source: domain of cases (the family manager is a professional)
at 2026-03-02 10:00
school: register i1 child=Sanne professional=p-one => ok
school: register i2 child=Sanne professional=p-two => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school => refused fields professional_id
coordinator-zeeburg: manager c1 organisation=school professional=p-two => ok contact=p-two
coordinator-zeeburg: manager c1 organisation=school professional=p-one => ok contact=p-one
coordinator-zeeburg: case c1 => ok managers=(school)>school
