# Who is no longer involved sees no contact cards any more, nor who leads
# source: who else is involved (only with an own active involvement)
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok match=m1 ; school contact=p-school
bjaa: agree-lead m1 lead=school => ok
bjaa: end i2 => ok
bjaa: match m1 => ok lead=nobody ; school contact=- name=- phone=- email=-
bjaa: involved i2 => refused FAILED_PRECONDITION NOT_ACTIVE
