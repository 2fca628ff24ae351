# An organisation that is family manager no more by an act of others is told so
# source: domain of cases (exactly one family manager); own reading
at 2026-03-02 10:00
school: register i1 parent=Mira => ok
bjaa: register i2 child=Bram => ok
bjaa: register i3 child=Bram parent=Johan => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira person=Bram category=MPG1 => ok persons=p1,p2,p3
coordinator-zeeburg: manager c1 organisation=school => ok
school: inbox => includes family-manager organisation=school
coordinator-zeeburg: remove-person c1 person=p2 => ok
school: inbox => includes family-manager own=i1 organisation=nobody
coordinator-zeeburg: inbox => includes family-manager organisation=nobody
coordinator-zeeburg: case c1 => ok managers=(school)
