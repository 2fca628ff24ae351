# A family that is shielded stays so when it moves; contact goes through the office of the new district
# source: shielding; moving house
at 2026-03-02 10:00
population-register: record-shielding Sanne => ok
school: register i1 child=Sanne area=zeeburg => ok
bjaa: register i2 child=Sanne area=zeeburg => ok match=m1
bjaa: move i2 area=noord => ok
school: match m1 => ok ; withheld contact=- office=coordinator-noord
