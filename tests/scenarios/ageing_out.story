# On the day a child ages out nothing is left of it
# source: birth date; archive; Jw (23rd birthday)
at 2026-03-02 10:00
school: register i1 child=Sanne@2003-03-10 => ok
at 2026-03-12 10:00
sweep
bjaa: register i2 adult=Sanne => ok involved=nobody earlier=no
