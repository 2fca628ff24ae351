# A reference of one's own is set, changed and removed without anybody hearing of it, and looked for
# source: registry.proto (SetOwnReference, ListInvolvements)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok own-reference=-
school: register i2 child=Bram own-reference=A-2 => ok
bjaa: register i3 child=Sanne => ok
school: inbox => match
school: own-reference i1 reference=A-1 => ok own-reference=A-1
again
school: own-reference i1 reference=A-17 => ok own-reference=A-17
school: involvements own-reference=A-17 => i1
school: involvements own-reference=A-1 => nothing
school: involvements own-reference=A-2 => i2
bjaa: involvements own-reference=A-17 => nothing
school: own-reference i1 reference=- => ok own-reference=-
school: end i2 => ok state=archived own-reference=A-2
school: own-reference i2 reference=A-3 => ok state=archived own-reference=A-3
school: end i2 reason=unjustified => ok
school: involvements own-reference=A-3 => nothing
school: own-reference i2 reference=A-3 => refused PERMISSION_DENIED NOT_ALLOWED alike=own
bjaa: own-reference i1 reference=A-3 => refused PERMISSION_DENIED NOT_ALLOWED alike=own
school: own-reference never-made reference=A-3 => refused PERMISSION_DENIED NOT_ALLOWED alike=own
nobody-else is told
