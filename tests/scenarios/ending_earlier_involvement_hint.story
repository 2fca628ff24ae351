# A newcomer hears once that there was somebody, not who; who left hears nothing
# source: archive
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: end i1 => ok
advance 1 year
bjaa: register i2 child=Sanne => ok involved=nobody earlier=yes
school: inbox => nothing
bjaa: involved i2 => nothing
