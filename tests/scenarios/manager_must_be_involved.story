# The family manager comes from an organisation that is involved with the family at present
# source: plan § 2.7
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Bram => ok
police: register i3 child=Sanne => ok
police: end i3 reason=no_longer_involved => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=bjaa => refused fields organisation_oin
coordinator-zeeburg: manager c1 organisation=police => refused fields organisation_oin
coordinator-zeeburg: manager c1 organisation=coordinator-zeeburg => refused fields organisation_oin
coordinator-zeeburg: manager c1 organisation=school professional=p-other => refused fields professional_id
coordinator-zeeburg: manager c1 organisation=school professional=p-school => ok contact=p-school
