# With a shielded family, who opened no ticket itself is told of no other organisation in it
# source: shielded person
at 2026-03-02 10:00
population-register: record-shielding Sanne => ok
debt-zeeburg: register i1 child=Sanne => ok
school: register i2 child=Sanne => ok
coordinator-zeeburg: open-case c1 person=Sanne category=MPG1 => ok
coordinator-zeeburg: manager c1 organisation=school => ok
coordinator-zeeburg: open-ticket t1 case=c1 track=B target=debt-zeeburg reason=own_initiative
    => ok opener=school target=debt-zeeburg
school: ticket t1 => ok opener=school target=-
debt-zeeburg: ticket t1 => ok opener=- target=debt-zeeburg
# Whom it names itself it is told
school: open-ticket t2 involvement=i2 track=B target=debt-zeeburg category=MPG1 => ok target=debt-zeeburg
coordinator-zeeburg: ticket t1 => ok opener=school target=debt-zeeburg
