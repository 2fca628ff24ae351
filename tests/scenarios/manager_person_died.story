# The person with whom the family manager is involved dies: its organisation is told that it manages the family no more
# source: domain of cases (exactly one family manager); own reading
at 2026-03-02 10:00
school: register i1 parent=Mira adult=Johan => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Mira category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school => ok
school: inbox => includes family-manager organisation=school
population-register: record-death Mira died=2026-03-01 => ok
school: inbox => any-order removed own=i1 ground=death whole=no | family-manager organisation=nobody
coordinator-zeeburg: inbox => includes family-manager organisation=nobody
