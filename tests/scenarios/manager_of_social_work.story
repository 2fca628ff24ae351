# General social work may provide the family manager of indicated voluntary care
# source: plan § 4.4
at 2026-03-02 10:00
social-work: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG2 => ok
process-manager-zeeburg: manager c1 organisation=social-work => ok organisation=social-work
