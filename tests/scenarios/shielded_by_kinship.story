# The shield reaches as far as the match: also by way of a child's parent
# source: shielded person; match rule (kinship feed)
at 2026-03-02 10:00
population-register: record-shielding Mira => ok
school: register i1 child=Sanne => ok
debt-zeeburg: register i2 adult=Mira => ok involved=nobody
population-register: record-parents Sanne parents=Mira => ok
school: inbox => match with=withheld contact=-
debt-zeeburg: inbox => match with=withheld contact=-
population-register: record-parents Sanne parents=- => ok
bjaa: register i3 child=Sanne => ok involved=school ; school contact=p-school
