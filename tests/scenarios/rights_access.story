# The privacy officer tells a person what is registered, who was told and who looked
# source: access
at 2026-03-02 10:00
school: register i1 child=Sanne@2012-05-01 informed=2026-03-01 => ok
bjaa: register i2 child=Sanne@2012-05-01 => ok match=m1
at 2026-03-03 10:00
bjaa: involved i2 => school
police: register i3 adult=Karel => ok
privacy-officer: subject-access Sanne => ok addressee=both more=no ;
    registered by=school since=2026-03-02 state=active informed=2026-03-01 |
    registered by=bjaa since=2026-03-02 state=active informed=- |
    told of=school at=2026-03-02T10:00 | told of=bjaa at=2026-03-02T10:00 |
    looked who=school call=RegisterInvolvement | looked who=bjaa call=RegisterInvolvement |
    looked who=bjaa call=ListInvolved | looked who=privacy-officer call=GetSubjectAccess
bjaa: end i2 => ok
privacy-officer: subject-access Sanne => includes registered by=bjaa state=archived | looked who=bjaa call=EndInvolvement
