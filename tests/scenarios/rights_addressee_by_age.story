# Whom to address depends on the age: the representative, both, or the youth
# source: informing the family
at 2026-03-02 10:00
school: register i1 child=Sanne@2014-03-03,Bram@2014-03-02,Mira@2010-03-03,Lotte@2010-03-02 parent=Karel => ok
privacy-officer: subject-access Sanne => includes registered by=school
privacy-officer: subject-access Sanne => ok addressee=representative
privacy-officer: subject-access Bram => ok addressee=both
privacy-officer: subject-access Mira => ok addressee=both
privacy-officer: subject-access Lotte => ok addressee=youth
privacy-officer: subject-access Karel => ok addressee=person
