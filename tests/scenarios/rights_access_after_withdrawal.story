# Whoever registers somebody, sees who else is involved and withdraws the registration has looked
# source: access; the audit log keeps every look
at 2026-03-02 10:00
school: register i1 child=Sanne@2012-05-01 => ok
police: register i2 child=Sanne@2012-05-01 => ok match=m1
police: involved i2 => school
police: end i2 reason=unjustified => ok involvement=-
privacy-officer: subject-access Sanne => ok addressee=both more=no ; registered by=school |
    looked who=school call=RegisterInvolvement | looked who=police call=RegisterInvolvement |
    looked who=police call=ListInvolved | looked who=police call=EndInvolvement |
    looked who=privacy-officer call=GetSubjectAccess
# Also when nothing else is registered about the person.
police: register i3 child=Bram@2020-05-01 => ok
police: end i3 reason=unjustified => ok involvement=-
privacy-officer: subject-access Bram => ok addressee=- more=no ;
    looked who=police call=RegisterInvolvement | looked who=police call=EndInvolvement
