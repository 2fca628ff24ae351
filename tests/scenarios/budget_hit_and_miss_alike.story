# Over its budget an organisation is refused the same, whether something is known of the person or not
# source: lookup budget (equal answers; the refusal depends on the caller only)
# budget: 1 an hour, 1 a day
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok
population-register: record-shielding Karel => ok
population-register: record-parents Tim parents=Mira => ok
school: register i2 child=Bram => ok
school: register i3 child=Sanne => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET alike=spent
school: register i4 child=Nobody => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET alike=spent
school: register i5 adult=Karel => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET alike=spent
school: register i6 child=Tim parent=Mira => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET alike=spent
bjaa: inbox => nothing
nobody-else is told
