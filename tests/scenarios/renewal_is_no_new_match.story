# Renewing tells nobody
# source: ending
at 2026-03-02 10:00
school: register i1 child=Sanne end=2026-06-01 => ok
bjaa: register i2 child=Sanne => ok
school: inbox => match
school: renew i1 end=2026-12-01 => ok
nobody-else is told
