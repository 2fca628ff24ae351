# The target of a ticket about a shielded person is not told who opened it; the offices are
# source: shielded person
at 2026-03-02 10:00
population-register: record-shielding Mira => ok
debt-zeeburg: register i1 adult=Mira => ok
school: register i2 adult=Mira => ok
school: open-ticket t1 involvement=i2 track=B target=debt-zeeburg category=MPG1 => ok opener=school
debt-zeeburg: inbox => match with=withheld | ticket-opened ticket=t1 handler=-
debt-zeeburg: ticket t1 => ok opener=- handler=- contact=- name=-
coordinator-zeeburg: ticket t1 => ok opener=school contact=p-school
population-register: record-shielding Mira shielded=no => ok
debt-zeeburg: ticket t1 => ok opener=school contact=p-school
