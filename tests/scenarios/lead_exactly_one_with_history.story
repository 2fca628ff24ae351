# A later agreement replaces the lead; the earlier one is remembered
# source: covenant, words (exactly one at a time, with history)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1
bjaa: agree-lead m1 lead=school => ok lead=school
advance 1 day
school: agree-lead m1 lead=bjaa => ok lead=bjaa leads-before=school
bjaa: match m1 => ok lead=bjaa leads-before=school ; school leads=no
school: match m1 => ok lead=bjaa ; bjaa leads=yes
