# With a measure the William Schrikker Groep may provide the family manager beside Bureau Jeugdzorg
# source: plan § 2.7; plan § 3.2; thesis § 5.3.4
at 2026-03-02 10:00
guardianship: register i1 child=Sanne => ok
process-manager-zeeburg: open-case c1 person=Sanne category=MPG3 measure=child_protection => ok
process-manager-zeeburg: manager c1 organisation=guardianship => ok organisation=wsg
