# What is registered about a relative is neither shown nor hinted at
# source: access
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira => ok
school: register i1 child=Sanne@2020-05-01 => ok
debt-zeeburg: register i2 adult=Mira => ok involved=school
bjaa: register i3 child=Sanne@2020-05-01,Bram@2020-05-01 => ok
police: register i4 child=Bram@2020-05-01 => ok involved=bjaa
privacy-officer: subject-access Mira => ok addressee=person ; registered by=debt-zeeburg |
    looked who=population-register call=RecordParents | looked who=debt-zeeburg call=RegisterInvolvement |
    looked who=privacy-officer call=GetSubjectAccess
privacy-officer: subject-access Bram => ok addressee=representative ; registered by=bjaa |
    registered by=police | told | told | looked who=bjaa | looked who=police |
    looked who=privacy-officer
