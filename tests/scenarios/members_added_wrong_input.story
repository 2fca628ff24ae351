# Persons are added to an own active involvement, none who is named in it, twelve in all
# source: registry.proto (AddMembers)
at 2026-03-02 10:00
school: register i1 child=Sanne parent=Mira => ok
bjaa: register i2 child=Bram => ok
school: add-members i1 => refused fields members
school: add-members i1 child=Sanne => refused fields members[0].bsn
school: add-members i1 child=Bram child=Bram => refused fields members[1].bsn
school: add-members i1 child=bsn:123456789 parent=Karel@1970-01-01 => refused fields members[0].bsn members[1].birth_date
school: add-members i1 adult=a1,a2,a3,a4,a5,a6,a7,a8,a9,a10,a11 => refused fields members
school: add-members - child=Bram => refused fields involvement_id
bjaa: add-members i1 child=Bram => refused PERMISSION_DENIED NOT_ALLOWED alike=add
bjaa: add-members never-made child=Bram => refused PERMISSION_DENIED NOT_ALLOWED alike=add
coordinator-zeeburg: add-members i1 child=Bram => refused PERMISSION_DENIED NOT_ALLOWED
school: involvement i1 => ok roles=child+parent
school: end i1 => ok
school: add-members i1 child=Bram => refused FAILED_PRECONDITION NOT_ACTIVE
nobody-else is told
