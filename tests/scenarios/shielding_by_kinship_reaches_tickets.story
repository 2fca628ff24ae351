# A shield that comes with a parent holds for the tickets that are there, too
# source: shielding; parents from the population register
at 2026-03-02 10:00
population-register: record-shielding Mira => ok
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
school: open-ticket t1 involvement=i1 track=B target=bjaa category=MPG1 => ok
population-register: record-parents Sanne parents=Mira => ok
bjaa: ticket t1 => ok opener=- contact=-
