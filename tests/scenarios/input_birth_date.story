# A birth date belongs to a child, exists, and is not in the future
# source: registering; birth date; bad input
at 2026-03-02 10:00
school: register i1 child=Sanne@2026-03-03 => refused fields members[0].birth_date
school: register i1 child=Sanne@2027 => refused fields members[0].birth_date
school: register i1 child=Sanne@2014-02-30 => refused fields members[0].birth_date
school: register i1 child=Sanne@2014-13 => refused fields members[0].birth_date
school: register i1 child=Sanne@- => refused fields members[0].birth_date
school: register i1 child=Sanne@yesteryear => refused fields members[0].birth_date
school: register i1 child=Sanne parent=Mira@1984-01-01 => refused fields members[1].birth_date
school: register i1 child=Sanne@2026-03-02 => ok
