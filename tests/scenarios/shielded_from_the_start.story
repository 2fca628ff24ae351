# With a shielded person nobody is shown to the others; the coordinator brokers
# source: shielded person
at 2026-03-02 10:00
population-register: record-shielding Sanne => ok
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1 ; withheld office=coordinator-zeeburg contact=- phone=-
school: inbox => match with=withheld office=coordinator-zeeburg contact=- phone=-
school: involved i1 => withheld contact=-
bjaa: match m1 => ok ; withheld contact=-
