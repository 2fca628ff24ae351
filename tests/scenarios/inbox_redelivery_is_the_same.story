# A second delivery is the same notification, with the same id
# source: promise W3
at 2026-03-02 10:00
school: register i1 child=Sanne => ok
bjaa: register i2 child=Sanne => ok
school: pull => match seq=1
again
school: pull after=0 => match seq=1
