# A repeated request is told that it was answered before, whatever it changes
# source: idempotency; API conventions
at 2026-03-02 10:00
bjaa: register i1 child=Sanne => ok replayed=no
bjaa: register i1 child=Sanne => ok replayed=yes
school: register i2 child=Sanne => ok replayed=no match=m1
school: register i3 child=Sanne => ok replayed=no already=yes
school: register i3 child=Sanne => ok replayed=yes already=yes
population-register: record-parents Sanne parents=Mira request=r0 => ok replayed=no
population-register: record-parents Sanne parents=Mira request=r0 => ok replayed=yes
school: follow-up m1 state=seen request=r1 => ok replayed=no
school: follow-up m1 state=seen request=r1 => ok replayed=yes
school: agree-lead m1 lead=school request=r2 => ok replayed=no
school: agree-lead m1 lead=school request=r2 => ok replayed=yes
school: renew i2 end=2028-03-02 request=r3 => ok replayed=no
school: renew i2 end=2028-03-02 request=r3 => ok replayed=yes
school: open-ticket t1 involvement=i2 track=A category=MPG1 => ok replayed=no
school: open-ticket t1 involvement=i2 track=A category=MPG1 => ok replayed=yes
school: escalate t1 request=r4 => ok replayed=no
school: escalate t1 request=r4 => ok replayed=yes
coordinator-zeeburg: resolve t1 how=agreement request=r5 => ok replayed=no
coordinator-zeeburg: resolve t1 how=agreement request=r5 => ok replayed=yes
school: end i2 request=r6 => ok replayed=no
school: end i2 request=r6 => ok replayed=yes
school: involvement i2 => ok replayed=no
