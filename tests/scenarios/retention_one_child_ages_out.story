# Of a family one child ages out: it goes, with the parents who were reached by it; the rest stays
# source: birth date; archive; Jw (23rd birthday)
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira => ok
school: register i1 child=Sanne@2003-03-10,Bram@2012-05-01 => ok
debt-zeeburg: register i2 adult=Mira => ok involved=school match=m1
bjaa: register i3 child=Bram@2012-05-01 => ok involved=school match=m2
at 2026-03-09 23:59
sweep
debt-zeeburg: involved i2 => school kind=family
at 2026-03-10 00:00
sweep
debt-zeeburg: involved i2 => nothing
debt-zeeburg: match m1 => refused PERMISSION_DENIED NOT_ALLOWED
debt-zeeburg: inbox => retracted own=i2
school: involvement i1 => ok roles=child state=active
school: inbox => destroyed | match with=bjaa | retracted own=i1 | removed own=i1 ground=aged_out whole=no
    | follow-up-due own=i1 match=m2
bjaa: match m2 => ok ; school kind=same_person
bjaa: inbox => follow-up-due own=i3 match=m2
police: register i4 child=Sanne@2003-03-10 => refused fields members[0].birth_date
