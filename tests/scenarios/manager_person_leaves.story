# The person with whom the family manager is involved leaves the case: there is no family manager
# source: domain of cases (exactly one family manager)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Bram => ok
coordinator-zeeburg: open-case c1 person=Sanne person=Bram category=MPG1 => ok
coordinator-zeeburg: case c1 => ok persons=s1,s2
coordinator-zeeburg: manager c1 organisation=bjaa => ok
coordinator-zeeburg: inbox => includes family-manager organisation=bjaa
coordinator-zeeburg: remove-person c1 person=s2 => ok count=1
coordinator-zeeburg: inbox => includes family-manager organisation=nobody
coordinator-zeeburg: case c1 => ok managers=(bjaa)
