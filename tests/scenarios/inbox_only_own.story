# Nobody sees another's inbox
# source: promise W6
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
police: pull after=0 => ok last=0 ; nothing
bjaa: pull after=0 => ok last=0 ; nothing
coordinator-zeeburg: pull after=0 => ok last=0 ; nothing
