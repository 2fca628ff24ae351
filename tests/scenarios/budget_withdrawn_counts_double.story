# Registering and withdrawing soon counts double; a withdrawal itself is never refused
# source: lookup budget (register-then-withdraw)
# budget: 4 an hour, 4 a day
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
school: end i1 reason=unjustified => ok
school: register i2 child=Bram => ok
school: end i2 => ok
school: register i3 child=Cees => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=day
school: register i4 child=Bram => refused RESOURCE_EXHAUSTED LOOKUP_BUDGET span=day
at 2026-03-03 10:00
school: register i5 child=Cees child=Dirk => ok
at 2026-03-12 10:00
school: end i5 => ok
school: register i6 child=Els child=Fem child=Gijs child=Hans => ok
