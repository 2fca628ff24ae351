# Who signed in sees and changes the own work; a coordinator, as a system, all of the organisation's
# source: reach of a caller; unknown, foreign and a colleague's are alike
# depths: memory embedded postgres grpc
at 2026-03-02 10:00
school/anna: register i1 child=Sanne => ok contact=anna
school/piet: register i2 child=Bram => ok contact=piet
school/anna: register i3 child=Cees professional=piet => refused fields professional.professional_id
school/coordinator: register i3 child=Cees professional=piet => ok contact=piet
bjaa: register i4 child=Sanne => ok match=m1
bjaa: register i5 child=Bram => ok match=m2
school/anna: involvements => i1
school/piet: involvements => i2 | i3
school/coordinator: involvements => i1 | i2 | i3
school: involvements => i1 | i2 | i3
school/coordinator: involvements professional=anna => i1
school/anna: involvements professional=piet => refused fields professional_id
school/anna: matches => m1 own=i1
school/piet: matches => m2 own=i2
school/coordinator: matches => m1 | m2
school/anna: matches professional=piet => refused fields professional_id
school/anna: matches reference=ref:m2 => nothing
school/anna: match m1 => ok own=i1
school/anna: match m2 => refused PERMISSION_DENIED NOT_ALLOWED alike=match
school/anna: match never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=match
school/anna: involvement i2 => refused PERMISSION_DENIED NOT_ALLOWED alike=get
school/anna: involvement never-made => refused PERMISSION_DENIED NOT_ALLOWED alike=get
school/anna: involved i2 => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: renew i2 end=2027-01-01 => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: end i2 => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: move i2 area=noord => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: follow-up m2 state=seen => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: agree-lead m2 lead=bjaa => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: update-contact i2 professional=piet phone="06 123" => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: update-contact - all-of=piet professional=piet phone="06 123" => refused fields all_of_professional
school/anna: give-to-colleague - all-of=piet professional=anna => refused fields all_of_professional
school/anna: own-reference i2 reference=A-1 => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: record-informed i2 informed=today => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: add-members i2 child=Dirk => refused PERMISSION_DENIED NOT_ALLOWED
school/anna: follow-up m1 state=contact_made => ok
school/anna: matches => nothing
school/anna: matches filter=all => m1 state=contact_made
school/anna: give-to-colleague i1 professional=piet => ok given=1
school/anna: involvement i1 => refused PERMISSION_DENIED NOT_ALLOWED
school/piet: involvement i1 => ok contact=piet
school/piet: involvement i2 => ok contact=piet
