# What the register said of a child's parents goes when whoever is a child now has aged out
# source: birth date; retention
at 2026-03-02 10:00
population-register: record-parents Sanne parents=Mira => ok
at 2049-03-02 10:00
sweep
school: register i1 child=Sanne@2040-01-01 => ok
debt-zeeburg: register i2 adult=Mira => ok involved=nobody
